// @ts-check
// A box in fractions (0 to 1) of a picture, and what dragging its body or its edges makes of it.

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ width: number, height: number }} Size */

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
export const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

/**
 * The edges that a grip holds follow; the others stay. The body ("move") takes all along.
 * @param {string} grip "move", or the edges by their compass points: "n", "se" and so on
 * @param {Box} from
 * @param {number} dx
 * @param {number} dy
 * @param {Size} least the smallest that the box may become
 * @returns {Box}
 */
export function dragged(grip, from, dx, dy, least) {
  const { x, y, width, height } = from;
  if (grip === "move")
    return { x: clamp(x + dx, 0, 1 - width), y: clamp(y + dy, 0, 1 - height), width, height };
  let [left, top, right, bottom] = [x, y, x + width, y + height];
  if (grip.includes("w"))
    left = clamp(left + dx, 0, right - least.width);
  if (grip.includes("e"))
    right = clamp(right + dx, left + least.width, 1);
  if (grip.includes("n"))
    top = clamp(top + dy, 0, bottom - least.height);
  if (grip.includes("s"))
    bottom = clamp(bottom + dy, top + least.height, 1);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * The box between two points.
 * @param {{ x: number, y: number }} a
 * @param {{ x: number, y: number }} b
 * @returns {Box}
 */
export const between = (a, b) => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(b.x - a.x), height: Math.abs(b.y - a.y) });

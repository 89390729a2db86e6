// @ts-check
// Counts in words.

/** @param {number} n */
export const number = n => n.toLocaleString("en");

/**
 * "1 face", "1,234 faces".
 * @param {number} n
 * @param {string} one
 */
export const counted = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/**
 * A time as players show it: 0:07, 12:30, 1:02:09.
 * @param {number} milliseconds
 */
export function clock(milliseconds) {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

// @ts-check
// Where the names of a photo's faces stand: below their boxes where there is room, otherwise above; where neighbours are too close for
// both, shorter, and where even that does not fit, not at all until the face is pointed at, focused or chosen. None leaves the picture sideways.
const GAP = 4;             // pixels between a box and its name, as in the style sheet
const SHORTEST = 44;       // pixels: about four letters
const LONGEST = 256;       // pixels: of a face that is pointed at, as in the style sheet

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Area in pixels of the window */

/** @type {WeakSet<Element>} */
const watched = new WeakSet();

/**
 * @param {Area} a
 * @param {Area} b
 */
const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

/**
 * Called after the faces were drawn; afterwards the names follow the picture's size by themselves.
 * @param {string} id the picture's
 */
export function placeTags(id) {
  const picture = document.getElementById(id);
  if (!picture)
    return;
  place(picture);
  if (!watched.has(picture)) {
    watched.add(picture);
    new ResizeObserver(() => place(picture)).observe(picture);
  }
}

/** @param {HTMLElement} picture */
function place(picture) {
  const frame = picture.getBoundingClientRect();
  const tags = /** @type {HTMLElement[]} */ ([...picture.querySelectorAll(".fw-face-tag")]);
  for (const tag of tags) {
    delete tag.dataset.at;
    delete tag.dataset.edge;
    tag.style.removeProperty("--tag-width");
  }
  // Read once, then write: each reading after a writing would lay the page out anew.
  const faces = tags.filter(tag => tag.offsetParent !== null).map(tag => measure(tag, frame))
    .sort((a, b) => Number(b.chosen) - Number(a.chosen) || a.box.left - b.box.left);
  /** @type {Area[]} */
  const taken = [];
  for (const face of faces) {
    const middle = face.box.left + face.box.width / 2;
    const edge = middle - face.whole / 2 < frame.left ? "left" : middle + face.whole / 2 > frame.right ? "right" : null;
    if (edge) {
      face.tag.dataset.edge = edge;
      face.tag.style.setProperty("--tag-inset", `${Math.round(edge === "left" ? frame.left - face.box.left : face.box.right - frame.right)}px`);
    }
    const at = (/** @type {"above" | "below"} */ where, /** @type {number} */ width) => {
      const left = edge === "left" ? frame.left : edge === "right" ? frame.right - width : middle - width / 2;
      const top = where === "below" ? face.box.bottom + GAP : face.box.top - GAP - face.height;
      return { where, width, left, right: left + width, top, bottom: top + face.height };
    };
    /** @type {("above" | "below")[]} */
    const sides = face.prefersAbove ? ["above", "below"] : ["below", "above"];
    const widths = [face.width, face.width * .75, face.width * .5, SHORTEST].filter((w, i) => i === 0 || w >= SHORTEST);
    const free = widths.flatMap(width => sides.map(side => at(side, width))).find(spot => spot.top >= frame.top - 2
      && (spot.where === "above" || face.chosen || spot.bottom <= frame.bottom + face.height) && taken.every(other => apart(spot, other)));
    if (!free) {
      face.tag.dataset.at = "none";
      continue;
    }
    taken.push(free);
    face.tag.dataset.at = free.where;
    if (free.width < face.width)
      face.tag.style.setProperty("--tag-width", `${Math.floor(free.width)}px`);
  }
}

/**
 * @param {HTMLElement} tag
 * @param {DOMRect} frame
 */
function measure(tag, frame) {
  const button = /** @type {HTMLElement} */ (tag.parentElement);
  return {
    tag,
    box: button.getBoundingClientRect(),
    width: tag.offsetWidth,
    whole: Math.min(LONGEST, frame.width, tag.scrollWidth),
    height: tag.offsetHeight,
    prefersAbove: tag.classList.contains("fw-face-tag-above"),
    chosen: button.classList.contains("fw-face-selected"),
  };
}

// @ts-check
// Faces that are selected together.

// Keys that their list handles itself must not scroll the window.
document.addEventListener("keydown", e => {
  if (!(e.target instanceof Element) || !e.target.hasAttribute("data-faces"))
    return;
  const moves = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", " ", "Delete"];
  const withControl = ["a", "z"];
  if (moves.includes(e.key) || ((e.ctrlKey || e.metaKey) && withControl.includes(e.key)))
    e.preventDefault();
});

// A click with Shift selects faces, not the text between them.
document.addEventListener("mousedown", e => {
  if (e.shiftKey && e.target instanceof Element && e.target.closest("[data-faces]"))
    e.preventDefault();
});

/**
 * The number of the option straight above or below one of a listbox; the option itself where there is none.
 * @param {string} listId
 * @param {number} from
 * @param {boolean} down
 */
export function step(listId, from, down) {
  const list = document.getElementById(listId);
  const options = list ? [...list.querySelectorAll("[role=option]")] : [];
  if (!options[from])
    return from;
  const here = options[from].getBoundingClientRect();
  let best = from, bestGap = Infinity;
  options.forEach((option, i) => {
    const there = option.getBoundingClientRect();
    const rows = down ? there.top - here.top : here.top - there.top;
    const gap = rows * 10 + Math.abs(there.left - here.left);
    if (rows > here.height / 2 && gap < bestGap)
      [best, bestGap] = [i, gap];
  });
  return best;
}

/**
 * Scrolls just as far as is needed to show an element.
 * @param {string} id
 */
export const reveal = id => document.getElementById(id)?.scrollIntoView({ block: "nearest" });

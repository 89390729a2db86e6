// Review: keys that the page handles itself must not scroll the window, and rows are known to the browser alone.
document.addEventListener("keydown", e => {
  const keys = e.target instanceof Element ? e.target.dataset.keys : undefined;
  if (keys && keys.split(" ").includes(e.key) && (e.key !== "z" || e.ctrlKey || e.metaKey))
    e.preventDefault();
});

// The width of an element in pixels.
window.faceweb.width = element => element.clientWidth;

// Focuses an element where it stands: a page that opens shows its heading, not its middle.
window.faceweb.focusInPlace = id => document.getElementById(id)?.focus({ preventScroll: true });

// Scrolls just as far as is needed to show an element.
window.faceweb.reveal = id => document.getElementById(id)?.scrollIntoView({ block: "nearest" });

// The number of the option straight above or below one of a listbox: the one of the nearest row whose centre is closest.
window.faceweb.besides = (listId, id, down) => {
  const options = [...document.getElementById(listId).querySelectorAll("[role=option]")];
  const from = options.findIndex(o => o.id === id);
  const here = options[from].getBoundingClientRect();
  let best = from, bestGap = Infinity;
  options.forEach((option, i) => {
    const there = option.getBoundingClientRect();
    const rows = down ? there.top - here.top : here.top - there.top;
    if (rows < here.height / 2)
      return;
    const gap = rows * 10 + Math.abs(there.left - here.left);
    if (gap < bestGap)
      [best, bestGap] = [i, gap];
  });
  return best;
};

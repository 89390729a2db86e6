// Faces that are selected together: keys that their list handles itself must not scroll the window.
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

window.faceweb.faces = {
  // The number of the option straight above or below one of a listbox; the option itself where there is none.
  step: (listId, from, down) => {
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
  },

  reveal: id => document.getElementById(id)?.scrollIntoView({ block: "nearest" }),

  // Focuses the first of these elements that is there. The router focuses a new page's heading, sometimes after the page has read what
  // it shows: for a second the heading gives the focus back.
  focusFirst: ids => {
    const first = ids.map(id => document.getElementById(id)).find(element => element);
    if (!first)
      return;
    const back = e => {
      if (e.target instanceof HTMLHeadingElement)
        first.focus({ preventScroll: true });
    };
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
    document.addEventListener("focusin", back);
    setTimeout(() => document.removeEventListener("focusin", back), 1000);
  }
};

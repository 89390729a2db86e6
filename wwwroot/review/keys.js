// The keys of the review page. They work wherever the focus is on the page, but in fields, dialogs and on buttons.
const COMMANDS = { x: "reject", i: "ignore", n: "notAFace" };

export function listenToKeys(page, signal) {
  document.addEventListener("keydown", e => {
    const target = e.target instanceof Element ? e.target : document.body;
    if (e.defaultPrevented || e.isComposing || target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu], .mud-overlay-dialog"))
      return;
    page.touched();
    if (e.ctrlKey || e.metaKey) {
      const key = e.key.toLowerCase();
      if (key === "z" && !e.shiftKey)
        handled(e, () => page.decisions.undo({ repeated: e.repeat }));
      else if (key === (e.shiftKey ? "z" : "y"))
        handled(e, () => page.decisions.redo({ repeated: e.repeat }));
      else if (key === "a")
        handled(e, () => page.chooseAll());
      return;
    }
    if (e.altKey || (target.closest("button, a, summary") && [" ", "Enter"].includes(e.key)))
      return;
    if (press(page, e))
      e.preventDefault();
    else if (page.mayEdit && /^\p{L}$/u.test(e.key)) {
      // Not prevented: the field has the focus before the letter is typed, so the letter arrives there.
      page.decisions.startNaming();
    }
  }, { signal });
}

function handled(e, act) {
  e.preventDefault();
  act();
}

/** @returns whether the key means something here */
function press(page, e) {
  const { faces, grid } = page;
  const current = faces.current;
  const flat = faces.flat;
  switch (e.key) {
    case "?": page.toggleKeys(); return true;
    case "Escape": escape(page); return true;
  }
  if (!current)
    return false;
  switch (e.key) {
    case "ArrowRight": page.moveTo(flat[Math.min(flat.length - 1, current.at + 1)], e.shiftKey); return true;
    case "ArrowLeft": page.moveTo(flat[Math.max(0, current.at - 1)], e.shiftKey); return true;
    case "ArrowDown": page.moveTo(grid.beside(current, true), e.shiftKey); return true;
    case "ArrowUp": page.moveTo(grid.beside(current, false), e.shiftKey); return true;
    case "Home": page.moveTo(flat[0], e.shiftKey); return true;
    case "End": page.moveTo(flat[flat.length - 1], e.shiftKey); return true;
    case " ": faces.toggle(current); faces.anchorId = current.id; page.draw(); return true;
    case "0": pin(page, current); return true;
  }
  if (!page.mayEdit)
    return false;
  if (e.key === "Enter") {
    if (e.shiftKey)
      page.decisions.confirmGroup(current.group);
    else
      page.decisions.confirm(faces.targets());
    return true;
  }
  if (["1", "2", "3"].includes(e.key)) {
    page.decisions.confirmCandidate(Number(e.key));
    return true;
  }
  // With Shift the same letters begin a name; Caps Lock alone changes nothing.
  const command = COMMANDS[e.key.toLowerCase()];
  if (!command || e.shiftKey)
    return false;
  page.decisions[command]();
  return true;
}

function escape(page) {
  if (page.preview.face)
    page.preview.hide();
  else
    page.chooseNone();
}

function pin(page, face) {
  if (page.preview.pinned) {
    page.preview.hide();
    return;
  }
  page.preview.pinned = true;
  page.preview.show(face, page.grid.cell(face));
}

// @ts-check
// The keys of the review page. They work wherever the focus is on the page, but in fields, dialogs and on buttons.
/** @import { Decisions } from "./decisions.js" */
/** @import { Face } from "./face.js" */
/** @import { Faces } from "./faces.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Preview } from "./preview.js" */
/** @import { Screen } from "./screen.js" */
/** @import { Visit } from "./visit.js" */

/**
 * @typedef {object} KeysPorts
 * @property {Faces} faces
 * @property {Pick<Grid, "beside" | "cell">} grid
 * @property {Preview} preview
 * @property {Screen} screen
 * @property {Decisions} decisions
 * @property {Visit} visit
 * @property {boolean} mayEdit
 * @property {() => void} toggleKeys shows or hides the list of keys
 */

/** @type {Map<string, "reject" | "ignore" | "notAFace">} */
const COMMANDS = new Map([["x", "reject"], ["i", "ignore"], ["n", "notAFace"]]);

/** @param {KeysPorts} ports */
export function listenToKeys(ports) {
  const { decisions, screen, visit, mayEdit } = ports;
  document.addEventListener("keydown", e => {
    const target = e.target instanceof Element ? e.target : document.body;
    if (e.defaultPrevented || e.isComposing || target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu], .mud-overlay-dialog"))
      return;
    visit.touched();
    if (e.ctrlKey || e.metaKey) {
      const key = e.key.toLowerCase();
      if (key === "z" && !e.shiftKey)
        handled(e, () => decisions.undo({ repeated: e.repeat }));
      else if (key === (e.shiftKey ? "z" : "y"))
        handled(e, () => decisions.redo({ repeated: e.repeat }));
      else if (key === "a")
        handled(e, () => screen.chooseAll());
      return;
    }
    if (e.altKey || (target.closest("button, a, summary") && [" ", "Enter"].includes(e.key)))
      return;
    if (press(ports, e))
      e.preventDefault();
    else if (mayEdit && /^\p{L}$/u.test(e.key)) {
      // Not prevented: the field has the focus before the letter is typed, so the letter arrives there.
      decisions.startNaming();
    }
  }, { signal: visit.signal });
}

/**
 * @param {KeyboardEvent} e
 * @param {() => void} act
 */
function handled(e, act) {
  e.preventDefault();
  act();
}

/**
 * @param {KeysPorts} ports
 * @param {KeyboardEvent} e
 * @returns {boolean} whether the key means something here
 */
function press(ports, e) {
  const { faces, grid, screen, decisions } = ports;
  const current = faces.current;
  const flat = faces.flat;
  switch (e.key) {
    case "?": ports.toggleKeys(); return true;
    case "Escape": escape(ports); return true;
  }
  if (!current)
    return false;
  switch (e.key) {
    case "ArrowRight": screen.moveTo(flat[Math.min(flat.length - 1, current.at + 1)], e.shiftKey); return true;
    case "ArrowLeft": screen.moveTo(flat[Math.max(0, current.at - 1)], e.shiftKey); return true;
    case "ArrowDown": screen.moveTo(grid.beside(current, true), e.shiftKey); return true;
    case "ArrowUp": screen.moveTo(grid.beside(current, false), e.shiftKey); return true;
    case "Home": screen.moveTo(flat[0], e.shiftKey); return true;
    case "End": screen.moveTo(flat[flat.length - 1], e.shiftKey); return true;
    case " ": faces.toggle(current); faces.anchorId = current.id; screen.draw(); return true;
    case "0": pin(ports, current); return true;
  }
  if (!ports.mayEdit)
    return false;
  if (e.key === "Enter") {
    if (e.shiftKey)
      decisions.confirmGroup(current.group);
    else
      decisions.confirm(faces.targets());
    return true;
  }
  if (["1", "2", "3"].includes(e.key)) {
    decisions.confirmCandidate(Number(e.key));
    return true;
  }
  // With Shift the same letters begin a name; Caps Lock alone changes nothing.
  const command = COMMANDS.get(e.key.toLowerCase());
  if (!command || e.shiftKey)
    return false;
  decisions[command]();
  return true;
}

/** @param {KeysPorts} ports */
function escape({ preview, screen }) {
  if (preview.face)
    preview.hide();
  else
    screen.chooseNone();
}

/**
 * @param {KeysPorts} ports
 * @param {Face} face
 */
function pin({ preview, grid }, face) {
  if (preview.pinned) {
    preview.hide();
    return;
  }
  preview.pinned = true;
  preview.show(face, grid.cell(face));
}

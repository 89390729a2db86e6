// @ts-check
// The keys of a video's page. They hold on the whole page, but where a key means something to what has the focus.

/** @import { Player } from "./player.js" */

const ELSEWHERE = "input:not([type=range]), textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox], [role=combobox], .mud-popover-open";

/**
 * Listens until it is stopped.
 * @param {Player} player
 * @param {AbortSignal} signal
 */
export function listenToKeys(player, signal) {
  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || !(e.target instanceof Element) || e.target.closest(ELSEWHERE))
      return;
    if (document.querySelector(".mud-dialog-container"))
      return;
    if (press(player, e, e.target.closest("button, a[href], [role=button]")))
      e.preventDefault();
  }, { signal });
}

/**
 * @param {Player} player
 * @param {KeyboardEvent} e
 * @param {Element | null} control what has the focus, where that is something to press
 * @returns {boolean} whether the key meant something
 */
function press(player, e, control) {
  switch (e.key) {
    case " ":
      if (control)
        return false;
      player.toggle();
      return true;
    case "ArrowLeft":
    case "ArrowRight":
      player.leap(e.key === "ArrowLeft" ? -1 : 1);
      return true;
    case ",":
    case ".":
      player.stepFrame(e.key === "," ? -1 : 1);
      return true;
    case "n":
    case "N":
      void player.next();
      return true;
    case "x":
      player.cut();
      return true;
    case "j":
      player.join();
      return true;
    case "m":
      player.press("sound");
      return true;
    case "b":
      player.press("boxes");
      return true;
    case "f":
      player.press("whole");
      return true;
    case "Enter":
      return enter(player, control);
    default:
      return false;
  }
}

/**
 * Enter opens an appearance that has the focus, as it presses every button; once it is open, and where nothing to press has the focus, it confirms
 * a name.
 * @param {Player} player
 * @param {Element | null} control
 */
function enter(player, control) {
  if (!control) {
    player.confirmSeen();
    return true;
  }
  if (!(control instanceof HTMLElement) || !control.matches(".fw-bar[aria-pressed=true]"))
    return false;
  player.confirm(Number(control.dataset.face));
  return true;
}

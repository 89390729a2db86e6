// @ts-check
// What is drawn of the faces, and moves of the cursor and of the choice, which say nothing of a face.
/** @import { Bar } from "./bar.js" */
/** @import { Count } from "./count.js" */
/** @import { Face } from "./face.js" */
/** @import { Faces } from "./faces.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Preview } from "./preview.js" */

/** @typedef {{ faces: Faces, grid: Grid, bar: Bar, preview: Preview, count: Count }} ScreenPorts */

export class Screen {
  #faces;
  #grid;
  #bar;
  #preview;
  #count;

  /** @param {ScreenPorts} ports */
  constructor({ faces, grid, bar, preview, count }) {
    this.#faces = faces;
    this.#grid = grid;
    this.#bar = bar;
    this.#preview = preview;
    this.#count = count;
  }

  draw() {
    const { current } = this.#faces;
    this.#grid.draw();
    this.#bar.draw(current, this.#faces.targets());
    this.#count.draw();
    if (this.#preview.pinned && current && this.#preview.face !== current)
      this.#preview.show(current, this.#grid.cell(current));
    else if (!current)
      this.#preview.hide();
  }

  /** Draws, and scrolls just as far as is needed to show the face under the cursor. */
  drawAndReveal() {
    this.draw();
    this.#grid.reveal(this.#bar.height);
  }

  /**
   * Draws after a change that is not the user's: the face under the cursor stays where it was on the screen.
   * @param {() => void} change
   */
  drawHolding(change) {
    const before = this.#grid.offset();
    change();
    this.#grid.hold(before);
    this.draw();
  }

  /**
   * Puts the cursor on a face; extends the choice from where it began when told.
   * @param {Face | null | undefined} face
   */
  moveTo(face, extend = false) {
    if (!face)
      return;
    const faces = this.#faces;
    const anchor = faces.find(faces.anchorId);
    const from = anchor?.shown && anchor.at >= 0 ? anchor : faces.current;
    if (extend && from) {
      faces.anchorId = from.id;
      faces.choose(from, face);
    } else {
      faces.anchorId = null;
    }
    if (faces.currentId !== face.id)
      this.#bar.calm();
    faces.currentId = face.id;
    faces.sweep();
    this.drawAndReveal();
  }

  chooseAll() {
    const { flat } = this.#faces;
    if (flat.length > 0)
      this.#faces.choose(flat[0], flat[flat.length - 1]);
    this.draw();
  }

  chooseNone() {
    this.#faces.chosen.clear();
    this.#faces.anchorId = null;
    this.draw();
  }

  /** The keys work at once: unless something on the page has the focus, the grid gets it. */
  takeFocus() {
    // The page opens at its heading.
    if (!document.activeElement || document.activeElement === document.body || document.activeElement.matches("h1"))
      this.#grid.focus();
  }
}

// @ts-check
// The field in which a name is typed for the chosen faces.
/** @import { Face } from "./face.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Preview } from "./preview.js" */

/** @typedef {{ preview: Pick<Preview, "hide">, grid: Pick<Grid, "focus"> }} NamingPorts */

export class Naming {
  #preview;
  #grid;
  #element = document.getElementById("review-naming");
  #field = this.#element?.querySelector("input");
  /** @type {Face[]} */
  #faces = [];

  /** @param {NamingPorts} ports */
  constructor({ preview, grid }) {
    this.#preview = preview;
    this.#grid = grid;
  }

  /**
   * Opens the field for these faces; the key that is being pressed is typed into it.
   * @param {Face[]} faces
   */
  start(faces) {
    this.#faces = faces;
    if (faces.length === 0 || !this.#element)
      return;
    this.#preview.hide();
    this.#element.hidden = false;
    this.#field?.focus();
  }

  /** Closes the field. Returns the faces that were to be named and are there still. */
  stop() {
    if (this.#element)
      this.#element.hidden = true;
    // What was typed and not taken must not stand there the next time. Emptied here, not by the server: its answer could come after the
    // next letter and take that away.
    if (this.#field && this.#field.value !== "") {
      this.#field.value = "";
      this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.#grid.focus();
    return this.#faces.filter(f => f.shown);
  }
}

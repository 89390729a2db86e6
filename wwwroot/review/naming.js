// The field in which a name is typed for the chosen faces.

export class Naming {
  #page;
  #element = document.getElementById("review-naming");
  #faces = [];

  constructor(page) {
    this.#page = page;
  }

  /** Opens the field for these faces; the key that is being pressed is typed into it. */
  start(faces) {
    this.#faces = faces;
    if (faces.length === 0)
      return;
    this.#page.preview.hide();
    this.#element.hidden = false;
    this.#element.querySelector("input").focus();
  }

  /** Closes the field. Returns the faces that were to be named and are there still. */
  stop() {
    this.#element.hidden = true;
    // What was typed and not taken must not stand there the next time. Emptied here, not by the server: its answer could come after the
    // next letter and take that away.
    const field = this.#element.querySelector("input");
    if (field.value !== "") {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.#page.grid.list.focus({ preventScroll: true });
    return this.#faces.filter(f => f.shown);
  }
}

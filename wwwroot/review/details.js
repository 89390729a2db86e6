// What is shown of a face beyond its crop: asked for when the face comes near the screen, many at a time.
import * as server from "./server.js";

export class Details {
  #wanted = new Map();
  #timer = 0;

  /** Asks for the details of those faces that have none yet. */
  need(faces) {
    for (const face of faces) {
      if (!face.detail && !this.#wanted.has(face.id))
        this.#wanted.set(face.id, face);
    }
    if (this.#wanted.size > 0 && !this.#timer)
      this.#timer = setTimeout(() => this.#fetch(), 50);
  }

  /** One face's details, as soon as they are there; null when it is gone or the server cannot be asked. */
  async of(face) {
    if (!face.detail) {
      try {
        face.detail = (await server.details([face.id]))[0] ?? null;
      } catch {
        return null;
      }
    }
    return face.detail;
  }

  /** Called with the faces whose details have come. */
  onCome = () => { };

  async #fetch() {
    const faces = this.#wanted;
    this.#wanted = new Map();
    try {
      for (const detail of await server.details([...faces.keys()]))
        faces.get(detail.id).detail = detail;
      this.onCome(faces);
    } catch { /* asked for again when the face is drawn again */ }
    this.#timer = 0;
    if (this.#wanted.size > 0)
      this.need([]);
  }
}

// @ts-check
// What is shown of a face beyond its crop: asked for when the face comes near the screen, many at a time.
import * as server from "./server.js";

/** @import { Face } from "./face.js" */

const PAUSE = 80;             // milliseconds without new faces: who scrolls past thousands needs none of them
const LONGEST = 400;          // milliseconds that a face waits at most

export class Details {
  #onCome;
  /** @type {Map<number, Face>} */
  #wanted = new Map();
  #timer = 0;
  #since = 0;
  #fetching = false;

  /** @param {(faces: Face[]) => void} onCome called when these faces' details have come */
  constructor(onCome) {
    this.#onCome = onCome;
  }

  /**
   * Asks for the details of those of the faces now drawn that have none yet.
   * @param {Face[]} faces
   */
  need(faces) {
    const missing = faces.filter(f => !f.detail);
    if (missing.length === 0 || (missing.length === this.#wanted.size && missing.every(f => this.#wanted.has(f.id))))
      return;
    this.#wanted = new Map(missing.map(f => [f.id, f]));
    if (this.#fetching)
      return;
    this.#since ||= Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), Math.max(0, Math.min(PAUSE, this.#since + LONGEST - Date.now())));
  }

  /**
   * One face's details, as soon as they are there; null when it is gone or the server cannot be asked.
   * @param {Face} face
   */
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

  async #fetch() {
    const faces = this.#wanted;
    [this.#wanted, this.#since, this.#fetching] = [new Map(), 0, true];
    try {
      for (const detail of await server.details([...faces.keys()])) {
        const face = faces.get(detail.id);
        if (face)
          face.detail = detail;
      }
      this.#onCome([...faces.values()]);
    } catch { /* asked for again when the face is drawn again */ }
    this.#fetching = false;
    const later = [...this.#wanted.values()];
    this.#wanted = new Map();
    this.need(later);
  }
}

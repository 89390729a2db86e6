// @ts-check
// How many faces wait, above the grid, and what is said when there are none.
import { counted } from "../layout/words.js";

/** @import { Faces } from "./faces.js" */
/** @import { Queue } from "./queue.js" */
/** @import { Visit } from "./visit.js" */

/** @typedef {{ faces: Faces, queue: Pick<Queue, "pending" | "trouble">, visit: Pick<Visit, "query"> }} CountPorts */

export class Count {
  #faces;
  #queue;
  #visit;
  #count = document.createElement("p");
  #empty = document.createElement("p");

  /**
   * @param {HTMLElement} host
   * @param {CountPorts} ports
   */
  constructor(host, { faces, queue, visit }) {
    this.#faces = faces;
    this.#queue = queue;
    this.#visit = visit;
    this.#count.className = "fw-muted fw-rv-count";
    this.#count.setAttribute("role", "status");
    this.#empty.className = "fw-empty";
    this.#empty.hidden = true;
    host.append(this.#count, this.#empty);
  }

  /** Says that the list is being read. */
  reading() {
    this.#count.textContent = "Reading…";
  }

  draw() {
    const { total, beyond } = this.#faces;
    const parts = [total === 0 ? "Nothing to review here." : `${counted(total, "face")} to review`];
    if (beyond > 0)
      parts.push(`the surest ${counted(total - beyond, "face")} are shown, the others follow`);
    if (this.#queue.trouble)
      parts.push(this.#queue.trouble);
    const text = parts.join(" · ");
    if (this.#count.textContent !== text)
      this.#count.textContent = text;
    this.#empty.hidden = total > 0;
    this.#empty.textContent = this.#visit.query
      ? "No undecided face fits the filters above: choose less, or show all."
      : "Every suggested face is decided. Faces without a suggested name are under “Unknown faces” above, and in groups of similar ones under Unknown groups.";
    this.#count.dataset.waiting = String(this.#queue.pending.length);
  }
}

// @ts-check
// What others decide while the page is open, and newer suggestions: taken in without moving the face under the cursor.
import * as server from "./server.js";

/** @import { Face } from "./face.js" */
/** @import { Faces } from "./faces.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Queue } from "./queue.js" */
/** @import { Screen } from "./screen.js" */
/** @import { Detail, ReviewIndex } from "./server.js" */
/** @import { Visit } from "./visit.js" */

/** @typedef {{ faces: Faces, grid: Pick<Grid, "cell">, screen: Screen, visit: Visit, queue: Pick<Queue, "pending"> }} OthersPorts */

const REST = 1000;            // milliseconds without a key before a newer list is taken in
const LONGEST = 15_000;       // the longest that a newer list waits

export class Others {
  #faces;
  #grid;
  #screen;
  #visit;
  #queue;
  #asked = 0;
  /** @type {{ ids: number[], since: number }} */
  #awaited = { ids: [], since: 0 };

  /** @param {OthersPorts} ports */
  constructor({ faces, grid, screen, visit, queue }) {
    this.#faces = faces;
    this.#grid = grid;
    this.#screen = screen;
    this.#visit = visit;
    this.#queue = queue;
  }

  /**
   * Faces were decided somewhere, or (list) anything may be different.
   * @param {number[]} ids
   * @param {boolean} list
   */
  async changed(ids, list) {
    const now = Date.now();
    if (list || ids.some(id => !this.#faces.byId.has(id)))
      this.refreshSoon();
    const known = this.#faces.known(ids).filter(f => f.pending === 0 && f.settledAt < now - 2000);
    if (known.length > 0)
      await this.look(known);
  }

  /** @param {Detail} detail */
  #fits(detail) {
    const wanted = new URLSearchParams(this.#visit.query);
    const first = detail.suggestions[0];
    return first && [null, String(first.personId)].includes(wanted.get("person"))
      && first.probability >= Number(wanted.get("minProbability") ?? 0) && first.probability <= Number(wanted.get("maxProbability") ?? 1);
  }

  /**
   * Reads how these faces stand and shows it.
   * @param {Face[]} faces
   */
  async look(faces) {
    /** @type {Map<number, Detail>} */
    let found;
    try {
      found = new Map((await server.details(faces.map(f => f.id))).map(d => [d.id, d]));
    } catch {
      this.refreshSoon();
      return;
    }
    this.#screen.drawHolding(() => {
      for (const face of faces.filter(f => f.pending === 0))
        this.#stand(face, found.get(face.id));
    });
  }

  /**
   * @param {Face} face
   * @param {Detail | undefined} detail
   */
  #stand(face, detail) {
    if (detail)
      face.detail = detail;
    if (!detail || detail.decision !== "undecided") {
      if (face.shown && this.#grid.cell(face))
        this.#faces.haunt(face, saidOf(detail));
      else if (face.shown)
        this.#faces.remove([face]);
      return;
    }
    // Of a decided face the old version is kept: a key that concerns what was seen before must be refused.
    face.version = detail.version;
    face.ghost = null;
    this.#faces.ghosts.delete(face);
    const stays = face.id === this.#faces.currentId || this.#faces.chosen.has(face.id) || face.heldUntil > Date.now();
    const first = detail.suggestions[0];
    if (face.shown && (stays || face.group.personId === (first?.personId ?? null)))
      return;
    if (this.#fits(detail))
      this.#faces.suggest(detail);
    else if (face.shown)
      this.#faces.remove([face]);
    else if (face.refused)
      this.#faces.putBack([face]);
  }

  /**
   * Faces that an undo of something older gave back: the cursor goes to the first that comes, with its name suggested anew.
   * @param {number[]} ids
   */
  comeBack(ids) {
    this.#awaited = { ids, since: Date.now() };
    this.refreshSoon();
  }

  #goToAwaited() {
    const { ids, since } = this.#awaited;
    const first = this.#faces.known(ids).find(f => f.shown);
    // Somebody who has gone on working since is not called back.
    if (first && this.#visit.lastKey <= since)
      this.#screen.moveTo(first);
    if (first || Date.now() - since > LONGEST)
      this.#awaited = { ids: [], since: 0 };
  }

  /** Has a newer list taken in when nobody is pressing keys. */
  refreshSoon() {
    if (this.#asked || this.#visit.stopped)
      return;
    this.#asked = Date.now();
    const wait = () => {
      if (this.#visit.stopped)
        return;
      const now = Date.now();
      if ((now - this.#visit.lastKey < REST || this.#queue.pending.length > 0) && now - this.#asked < LONGEST)
        setTimeout(wait, 200);
      else
        this.#refresh();
    };
    setTimeout(wait, 400);
  }

  async #refresh() {
    const { query } = this.#visit;
    const asked = Date.now();
    this.#asked = 0;
    /** @type {ReviewIndex} */
    let index;
    try {
      index = await server.list(query);
    } catch {
      setTimeout(() => this.refreshSoon(), 5000);
      return;
    }
    if (query !== this.#visit.query || this.#visit.stopped)
      return;
    /** @type {Face[]} */
    let lost = [];
    this.#screen.drawHolding(() => {
      // Nobody is at work: what others have decided may go.
      if (Date.now() - this.#visit.lastKey > LONGEST)
        this.#faces.sweep();
      lost = this.#faces.merge(index, asked);
    });
    this.#goToAwaited();
    if (lost.length > 0)
      await this.look(lost);
  }
}

/**
 * What somebody else has said of a face, in words.
 * @param {Detail | undefined} detail
 */
function saidOf(detail) {
  // The same user may have two windows open.
  const meanwhile = detail?.mine ? "by you in another window" : "meanwhile";
  switch (detail?.decision) {
    case undefined: return "Gone";
    case "confirmed": return `${detail?.person?.name}: said ${meanwhile}`;
    case "ignored": return `Ignored ${meanwhile}`;
    default: return `Not a face, said ${meanwhile}`;
  }
}

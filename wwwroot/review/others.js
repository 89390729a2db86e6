// What others decide while the page is open, and newer suggestions: taken in without moving the face under the cursor.
import * as server from "./server.js";

const REST = 1000;            // milliseconds without a key before a newer list is taken in
const LONGEST = 15_000;       // the longest that a newer list waits

export class Others {
  #page;
  #asked = 0;
  #awaited = { ids: [], since: 0 };

  constructor(page) {
    this.#page = page;
  }

  /** Faces were decided somewhere, or (list) anything may be different. */
  async changed(ids, list) {
    const now = Date.now();
    if (list || ids.some(id => !this.#page.faces.byId.has(id)))
      this.refreshSoon();
    const known = ids.map(id => this.#page.faces.byId.get(id)).filter(f => f && f.pending === 0 && f.settledAt < now - 2000);
    if (known.length > 0)
      await this.look(known);
  }

  #fits(detail) {
    const wanted = new URLSearchParams(this.#page.query);
    const first = detail.suggestions[0];
    return first && [null, String(first.personId)].includes(wanted.get("person"))
      && first.probability >= Number(wanted.get("minProbability") ?? 0) && first.probability <= Number(wanted.get("maxProbability") ?? 1);
  }

  /** Reads how these faces stand and shows it. */
  async look(faces) {
    let found;
    try {
      found = new Map((await server.details(faces.map(f => f.id))).map(d => [d.id, d]));
    } catch {
      this.refreshSoon();
      return;
    }
    const before = this.#page.grid.offset();
    for (const face of faces.filter(f => f.pending === 0))
      this.#stand(face, found.get(face.id));
    this.#page.grid.hold(before);
    this.#page.draw();
  }

  #stand(face, detail) {
    if (detail)
      face.detail = detail;
    if (!detail || detail.decision !== "undecided") {
      // The same user may have two windows open.
      const meanwhile = detail?.mine ? "by you in another window" : "meanwhile";
      const words = !detail ? "Gone" : detail.decision === "confirmed" ? `${detail.person?.name}: said ${meanwhile}`
        : detail.decision === "ignored" ? `Ignored ${meanwhile}` : `Not a face, said ${meanwhile}`;
      if (face.shown && this.#page.grid.cell(face))
        this.#page.faces.haunt(face, words);
      else if (face.shown)
        this.#page.faces.remove([face]);
      return;
    }
    // Of a decided face the old version is kept: a key that concerns what was seen before must be refused.
    face.version = detail.version;
    face.ghost = null;
    this.#page.faces.ghosts.delete(face);
    const stays = face.id === this.#page.faces.currentId || this.#page.faces.chosen.has(face.id) || face.heldUntil > Date.now();
    const first = detail.suggestions[0];
    if (face.shown && (stays || face.group.personId === (first?.personId ?? null)))
      return;
    if (this.#fits(detail))
      this.#page.faces.suggest(detail);
    else if (face.shown)
      this.#page.faces.remove([face]);
    else if (face.refused)
      this.#page.faces.putBack([face]);
  }

  /** Faces that an undo of something older gave back: the cursor goes to the first that comes, with its name suggested anew. */
  comeBack(ids) {
    this.#awaited = { ids, since: Date.now() };
    this.refreshSoon();
  }

  #goToAwaited() {
    const { ids, since } = this.#awaited;
    const first = ids.map(id => this.#page.faces.byId.get(id)).find(f => f?.shown);
    // Somebody who has gone on working since is not called back.
    if (first && this.#page.lastKey <= since)
      this.#page.moveTo(first);
    if (first || Date.now() - since > LONGEST)
      this.#awaited = { ids: [], since: 0 };
  }

  /** Has a newer list taken in when nobody is pressing keys. */
  refreshSoon() {
    if (this.#asked || this.#page.stopped)
      return;
    this.#asked = Date.now();
    const wait = () => {
      if (this.#page.stopped)
        return;
      const now = Date.now();
      if ((now - this.#page.lastKey < REST || this.#page.saving) && now - this.#asked < LONGEST)
        setTimeout(wait, 200);
      else
        this.#refresh();
    };
    setTimeout(wait, 400);
  }

  async #refresh() {
    const query = this.#page.query;
    const asked = Date.now();
    this.#asked = 0;
    let index;
    try {
      index = await server.list(query);
    } catch {
      setTimeout(() => this.refreshSoon(), 5000);
      return;
    }
    if (query !== this.#page.query || this.#page.stopped)
      return;
    const before = this.#page.grid.offset();
    // Nobody is at work: what others have decided may go.
    if (Date.now() - this.#page.lastKey > LONGEST)
      this.#page.faces.sweep();
    const lost = this.#page.faces.merge(index, asked);
    this.#page.grid.hold(before);
    this.#page.draw();
    this.#goToAwaited();
    if (lost.length > 0)
      await this.look(lost);
  }
}

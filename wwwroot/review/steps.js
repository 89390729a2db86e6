// What was done in this visit of the page, to be taken back and done again: shown at once, then asked of the queue.
import { Older } from "./older.js";

export class Steps {
  #page;
  #queue;
  #done = [];                 // newest last: { faces, words, actions }, or { actionId } of what was redone from before this visit
  #undone = [];               // newest last: the same, with the actions that were dropped before they were sent
  #older;

  constructor(page, queue) {
    this.#page = page;
    this.#queue = queue;
    this.#older = new Older(page, queue);
  }

  /** Something new was done: { faces, words, actions }. What was undone before is not done again any more. */
  did(step) {
    this.#done.push(step);
    this.#undone = [];
    this.#older.forget();
  }

  /** Takes back the last thing that was done in this visit; when there is none, what was done before, after saying what that is. */
  undo(press) {
    const last = this.#done.pop();
    if (!last) {
      this.#older.go("undo", press);
      return;
    }
    this.#older.forget();
    if (last.actionId) {
      this.#queue.undo(null, last.actionId);
      return;
    }
    const dropped = new Set();
    for (const action of last.actions.toReversed()) {
      const sent = this.#queue.undo(action);
      if (!sent)
        dropped.add(action);
      this.#await(action, sent ? 1 : -1);
    }
    this.#undone.push({ ...last, dropped });
    const { faces, grid, bar } = this.#page;
    faces.putBack(last.faces);
    faces.chosen.clear();
    if (last.faces.length > 0)
      faces.currentId = last.faces[0].id;
    this.#page.draw();
    grid.reveal(bar.height);
    bar.say(`Undone: ${last.words}.`);
  }

  /** Does again what was undone last in this visit; when there is none, what was undone before, after saying what that is. */
  redo(press) {
    const last = this.#undone.pop();
    if (!last) {
      this.#older.go("redo", press);
      return;
    }
    this.#older.forget();
    if (last.actionId) {
      this.#queue.redo(null, last.actionId);
      return;
    }
    const { faces, grid, bar } = this.#page;
    const actions = [];
    for (const action of last.actions) {
      // What had never been sent is said anew.
      if (last.dropped.has(action)) {
        const items = action.items.map(i => ({ ...i, version: faces.byId.get(i.faceId)?.version ?? i.version }));
        for (const again of this.#queue.decide(items)) {
          actions.push(again);
          this.#await(again, 1);
        }
      } else {
        actions.push(action);
        this.#await(action, this.#queue.redo(action) ? 1 : -1);
      }
    }
    for (const face of last.faces)
      face.refused = false;
    faces.remove(last.faces.filter(f => f.shown));
    this.#page.draw();
    grid.reveal(bar.height);
    bar.say(`Redone: ${last.words}.`);
    this.#done.push({ faces: last.faces, words: last.words, actions });
  }

  /** A candidate that had not been read when its digit was pressed has a name now. */
  named(action, name) {
    for (const step of this.#done.filter(d => d.actions?.includes(action)))
      step.words = step.words.replace(/^confirmed as candidate \d/, `confirmed as ${name}`);
  }

  /** The server refused these faces of an action: they cannot be undone. */
  refused(action, faces) {
    for (const step of this.#done.filter(d => d.actions?.includes(action)))
      step.faces = step.faces.filter(f => !faces.includes(f));
    this.#done = this.#done.filter(d => d.actionId || d.faces.length > 0);
  }

  /** The server refused an undo or a redo: what comes next is whatever it holds to be the last, which is asked for before it is done. */
  lost(kind) {
    this.#undone = [];
    if (kind === "undo")
      this.#done = [];
  }

  /** The server took back what was done before this visit: that can be done again at once. */
  undoneOlder(actionId) {
    this.#undone.push({ actionId });
  }

  /** The server did again what was undone before this visit: that can be undone at once. */
  redoneOlder(actionId) {
    this.#done.push({ actionId });
  }

  // One answer more, or fewer, to come for the action's faces.
  #await(action, answers) {
    for (const { faceId } of action.items) {
      const face = this.#page.faces.byId.get(faceId);
      if (face)
        face.pending += answers;
    }
  }
}

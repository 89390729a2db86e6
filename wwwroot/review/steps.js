// @ts-check
// What was done in this visit of the page, to be taken back and done again: shown at once, then asked of the queue.
/** @import { Bar } from "./bar.js" */
/** @import { Face } from "./face.js" */
/** @import { Faces } from "./faces.js" */
/** @import { Older, Press } from "./older.js" */
/** @import { Decide } from "./pending.js" */
/** @import { Queue } from "./queue.js" */
/** @import { Screen } from "./screen.js" */

/** @typedef {{ faces: Face[], words: string, actions: Decide[] }} Step what was said of faces, in words, and the queue's actions for it */
/** @typedef {Step & { dropped: Set<Decide> }} UndoneStep with the actions that were dropped before they were sent */
/** @typedef {{ actionId: number }} OlderStep something of before this visit that was undone or redone in it */
/**
 * @typedef {object} StepsPorts
 * @property {Faces} faces
 * @property {Pick<Queue, "decide" | "undo" | "redo">} queue
 * @property {Pick<Screen, "drawAndReveal">} screen
 * @property {Pick<Bar, "say">} bar
 * @property {Pick<Older, "go" | "forget">} older
 */

export class Steps {
  #faces;
  #queue;
  #screen;
  #bar;
  #older;
  /** @type {(Step | OlderStep)[]} newest last */
  #done = [];
  /** @type {(UndoneStep | OlderStep)[]} newest last */
  #undone = [];

  /** @param {StepsPorts} ports */
  constructor({ faces, queue, screen, bar, older }) {
    this.#faces = faces;
    this.#queue = queue;
    this.#screen = screen;
    this.#bar = bar;
    this.#older = older;
  }

  /**
   * Something new was done. What was undone before is not done again any more.
   * @param {Step} step
   */
  did(step) {
    this.#done.push(step);
    this.#undone = [];
    this.#older.forget();
  }

  /**
   * Takes back the last thing that was done in this visit; when there is none, what was done before, after saying what that is.
   * @param {Press} [press]
   */
  undo(press) {
    const last = this.#done.pop();
    if (!last) {
      this.#older.go("undo", press);
      return;
    }
    this.#older.forget();
    if ("actionId" in last) {
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
    this.#faces.putBack(last.faces);
    this.#faces.chosen.clear();
    if (last.faces.length > 0)
      this.#faces.currentId = last.faces[0].id;
    this.#screen.drawAndReveal();
    this.#bar.say(`Undone: ${last.words}.`);
  }

  /**
   * Does again what was undone last in this visit; when there is none, what was undone before, after saying what that is.
   * @param {Press} [press]
   */
  redo(press) {
    const last = this.#undone.pop();
    if (!last) {
      this.#older.go("redo", press);
      return;
    }
    this.#older.forget();
    if ("actionId" in last) {
      this.#queue.redo(null, last.actionId);
      return;
    }
    /** @type {Decide[]} */
    const actions = [];
    for (const action of last.actions) {
      // What had never been sent is said anew.
      if (last.dropped.has(action)) {
        const items = action.items.map(i => ({ ...i, version: this.#faces.find(i.faceId)?.version ?? i.version }));
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
    this.#faces.remove(last.faces.filter(f => f.shown));
    this.#screen.drawAndReveal();
    this.#bar.say(`Redone: ${last.words}.`);
    this.#done.push({ faces: last.faces, words: last.words, actions });
  }

  /**
   * A candidate that had not been read when its digit was pressed has a name now.
   * @param {Decide} action
   * @param {string} name
   */
  named(action, name) {
    for (const step of this.#of(action))
      step.words = step.words.replace(/^confirmed as candidate \d/, `confirmed as ${name}`);
  }

  /**
   * The server refused these faces of an action: they cannot be undone.
   * @param {Decide | null | undefined} action
   * @param {Face[]} faces
   */
  refused(action, faces) {
    for (const step of this.#of(action))
      step.faces = step.faces.filter(f => !faces.includes(f));
    this.#done = this.#done.filter(d => "actionId" in d || d.faces.length > 0);
  }

  /**
   * The server refused an undo or a redo: what comes next is whatever it holds to be the last, which is asked for before it is done.
   * @param {"undo" | "redo"} kind
   */
  lost(kind) {
    this.#undone = [];
    if (kind === "undo")
      this.#done = [];
  }

  /**
   * The server took back what was done before this visit: that can be done again at once.
   * @param {number} actionId
   */
  undoneOlder(actionId) {
    this.#undone.push({ actionId });
  }

  /**
   * The server did again what was undone before this visit: that can be undone at once.
   * @param {number} actionId
   */
  redoneOlder(actionId) {
    this.#done.push({ actionId });
  }

  /**
   * The steps that an action belongs to.
   * @param {Decide | null | undefined} action
   */
  #of(action) {
    return this.#done.flatMap(d => "actionId" in d || !action || !d.actions.includes(action) ? [] : [d]);
  }

  /**
   * One answer more, or fewer, to come for the action's faces.
   * @param {Decide} action
   * @param {number} answers
   */
  #await(action, answers) {
    for (const face of this.#faces.known(action.items.map(i => i.faceId)))
      face.pending += answers;
  }
}

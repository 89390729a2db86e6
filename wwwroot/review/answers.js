// @ts-check
// What the server answers, taken in: new versions, refusals, and what came of undoing and redoing.
import { counted } from "../layout/words.js";
import { photoOf } from "./face.js";

/** @import { Bar } from "./bar.js" */
/** @import { Count } from "./count.js" */
/** @import { Face } from "./face.js" */
/** @import { Faces } from "./faces.js" */
/** @import { Others } from "./others.js" */
/** @import { Back, Decide, Pending } from "./pending.js" */
/** @import { Queue, QueueListener } from "./queue.js" */
/** @import { Screen } from "./screen.js" */
/** @import { DecidedFace, DecisionOutcome, StepOutcome } from "./server.js" */
/** @import { Steps } from "./steps.js" */

/**
 * @typedef {object} AnswersPorts
 * @property {Faces} faces
 * @property {Pick<Queue, "pending">} queue
 * @property {Steps} steps
 * @property {Pick<Bar, "say" | "warn">} bar
 * @property {Pick<Screen, "draw">} screen
 * @property {Pick<Count, "draw">} count
 * @property {Pick<Others, "look" | "refreshSoon" | "comeBack">} others
 */

/** @implements {QueueListener} */
export class Answers {
  #faces;
  #queue;
  #steps;
  #bar;
  #screen;
  #count;
  #others;

  /** @param {AnswersPorts} ports */
  constructor({ faces, queue, steps, bar, screen, count, others }) {
    this.#faces = faces;
    this.#queue = queue;
    this.#steps = steps;
    this.#bar = bar;
    this.#screen = screen;
    this.#count = count;
    this.#others = others;
  }

  /** What waits, or the trouble, is different. */
  tell() {
    this.#count.draw();
  }

  /**
   * What was refused cannot be undone.
   * @param {Decide | null | undefined} action
   * @param {Face[]} faces
   */
  #notDone(action, faces) {
    for (const face of faces)
      face.refused = true;
    this.#steps.refused(action, faces);
  }

  /**
   * One answer fewer to come for the action's faces, which are returned.
   * @param {Decide | null | undefined} action
   */
  #answered(action) {
    const faces = this.#of(action?.items ?? []);
    for (const face of faces)
      [face.pending, face.settledAt] = [Math.max(0, face.pending - 1), Date.now()];
    return faces;
  }

  /** @param {{ faceId: number }[]} items */
  #of(items) {
    return this.#faces.known(items.map(i => i.faceId));
  }

  /** @param {DecidedFace[]} decided */
  #takeVersions(decided) {
    for (const { faceId, version } of decided) {
      const face = this.#faces.find(faceId);
      if (face)
        face.version = version;
    }
  }

  /**
   * The server has taken decisions.
   * @param {Decide} action
   * @param {DecisionOutcome} outcome
   */
  decided(action, outcome) {
    this.#answered(action);
    this.#takeVersions(outcome.faces);
    const person = outcome.faces.find(f => f.person)?.person;
    if (person)
      this.#steps.named(action, person.name);
    const refused = this.#of(outcome.refused);
    this.#notDone(action, refused);
    if (outcome.refused.length > 0) {
      const which = outcome.refused.length === 1 ? "" : ` for ${counted(outcome.refused.length, "face")}`;
      this.#bar.warn(`Not taken${which}: ${outcome.refused[0].reason}`, refused[0] ? photoOf(refused[0]) : null);
    }
    // What is not that person may be the next one; what was refused may stand otherwise now.
    const rejected = this.#of(action.items.filter(i => i.decision === "rejected"));
    if (refused.length + rejected.length > 0)
      this.#others.look([...new Set([...refused, ...rejected])]);
    if (this.#faces.beyond > 0 && this.#faces.flat.length < 2000)
      this.#others.refreshSoon();
  }

  /**
   * The server has taken something back.
   * @param {Back} undo
   * @param {StepOutcome | null} outcome
   */
  undone(undo, outcome) {
    this.#answered(undo.action);
    this.#takeVersions(outcome?.faces ?? []);
    if (undo.action) {
      // Those that the server had refused were put back here before it said so.
      const refused = this.#of(undo.action.items).filter(f => f.refused);
      if (refused.length > 0)
        this.#others.look(refused);
    }
    if (undo.action || !outcome)
      return;
    this.#bar.say(`Undone: ${outcome.description}`);
    this.#steps.undoneOlder(outcome.actionId);
    this.#others.comeBack(outcome.faces.map(f => f.faceId));
  }

  /**
   * The server has done something again.
   * @param {Back} redo
   * @param {StepOutcome | null} outcome
   */
  redone(redo, outcome) {
    this.#answered(redo.action);
    this.#takeVersions(outcome?.faces ?? []);
    if (redo.action || !outcome)
      return;
    this.#bar.say(`Redone: ${outcome.description}`);
    this.#steps.redoneOlder(outcome.actionId);
    const decided = this.#of(outcome.faces.filter(f => f.decision !== "undecided")).filter(f => f.shown);
    for (const face of decided)
      face.settledAt = Date.now();
    this.#faces.remove(decided);
    this.#screen.draw();
  }

  /**
   * The server did not do it, for this reason.
   * @param {Pending} action
   * @param {string} reason
   */
  refused(action, reason) {
    const decided = action.kind === "decide" ? action : action.action;
    const faces = this.#answered(decided);
    this.#bar.warn(reason);
    if (action.kind !== "decide")
      this.#steps.lost(action.kind);
    if (action.kind === "undo") {
      for (const face of faces)
        face.refused = true;
    } else {
      this.#notDone(decided, faces);
    }
    this.#others.look(faces);
  }

  /** Shows what an earlier page said and could not save any more as said. */
  leaveOutPending() {
    /** @type {Map<number, number>} */
    const left = new Map();
    for (const action of this.#queue.pending) {
      for (const { faceId } of action.kind === "decide" ? action.items : [])
        left.set(faceId, (left.get(faceId) ?? 0) + 1);
    }
    const faces = this.#faces.known([...left.keys()]).filter(f => f.shown);
    for (const face of faces)
      face.pending = left.get(face.id) ?? 0;
    this.#faces.remove(faces);
  }
}

// @ts-check
// What is said of faces: shown at once and given to the queue.
import { counted } from "../layout/words.js";
import { photoOf } from "./face.js";

/** @import { Bar } from "./bar.js" */
/** @import { Face, Group } from "./face.js" */
/** @import { Faces } from "./faces.js" */
/** @import { Naming } from "./naming.js" */
/** @import { Press } from "./older.js" */
/** @import { Queue } from "./queue.js" */
/** @import { Screen } from "./screen.js" */
/** @import { Item } from "./server.js" */
/** @import { Steps } from "./steps.js" */

/**
 * @typedef {object} DecisionsPorts
 * @property {Faces} faces
 * @property {Pick<Queue, "decide">} queue
 * @property {Steps} steps
 * @property {Naming} naming
 * @property {Pick<Bar, "say" | "warn">} bar
 * @property {Pick<Screen, "drawAndReveal">} screen
 * @property {boolean} mayEdit
 */
/** @typedef {Omit<Item, "faceId" | "version">} Saying */

export class Decisions {
  #faces;
  #queue;
  #steps;
  #naming;
  #bar;
  #screen;
  #mayEdit;

  /** @param {DecisionsPorts} ports */
  constructor({ faces, queue, steps, naming, bar, screen, mayEdit }) {
    this.#faces = faces;
    this.#queue = queue;
    this.#steps = steps;
    this.#naming = naming;
    this.#bar = bar;
    this.#screen = screen;
    this.#mayEdit = mayEdit;
  }

  /**
   * Takes back the last thing that was done.
   * @param {Press} press
   */
  undo(press) {
    if (this.#mayEdit)
      this.#steps.undo(press);
  }

  /**
   * Does again what was undone last.
   * @param {Press} press
   */
  redo(press) {
    if (this.#mayEdit)
      this.#steps.redo(press);
  }

  /** How many of the shown faces confirmShown would confirm. */
  confirmable() {
    return this.#confirmable(this.#faces.flat).length;
  }

  /** Confirms every shown face that has a name suggested, but for the chosen ones. */
  confirmShown() {
    this.confirm(this.#confirmable(this.#faces.flat));
  }

  /**
   * A person was picked in the name field.
   * @param {number | null} personId null: a new one of that name
   * @param {string} name
   */
  named(personId, name) {
    this.#say(this.#naming.stop(), () => personId === null ? { decision: "confirmed", personName: name } : { decision: "confirmed", personId }, `confirmed as ${name}`);
  }

  /** Closes the name field. */
  stopNaming() {
    this.#naming.stop();
  }

  /**
   * Confirms each of these faces as the person suggested first for it.
   * @param {Face[]} targets
   */
  confirm(targets) {
    const named = targets.filter(f => f.group.personId !== null);
    if (named.length === 0) {
      this.#bar.warn("No name is suggested here: type one.");
      return;
    }
    const names = new Set(named.map(f => f.group.name));
    this.#say(named, f => ({ decision: "confirmed", personId: f.group.personId }), names.size === 1 ? `confirmed as ${[...names][0]}` : "confirmed as suggested");
  }

  /**
   * Confirms all faces of a group but the chosen ones.
   * @param {Group} group
   */
  confirmGroup(group) {
    this.confirm(this.#confirmable(group.faces));
  }

  /**
   * Confirms the targets as the candidate of that number of the face under the cursor.
   * @param {number} numbered from 1
   */
  confirmCandidate(numbered) {
    const current = this.#faces.current;
    if (!current)
      return;
    const { detail, group } = current;
    const candidate = detail?.suggestions[numbered - 1] ?? (numbered === 1 && group.personId !== null && !detail ? group : null);
    if (candidate)
      this.#say(this.#faces.targets(), () => ({ decision: "confirmed", personId: candidate.personId }), `confirmed as ${candidate.name}`);
    else if (detail)
      this.#bar.warn(`Candidate ${numbered} is not there.`);
    else // Not read yet: whom it means is looked up before it is sent, and the key is not lost.
      this.#say(this.#faces.targets(), () => ({ decision: "confirmed", candidate: numbered, of: current.id }), `confirmed as candidate ${numbered}`);
  }

  /** Says of the targets that they are not the person suggested first. */
  reject() {
    const named = this.#faces.targets().filter(f => f.group.personId !== null);
    if (named.length === 0) {
      this.#bar.warn("No name is suggested here, so there is none to reject.");
      return;
    }
    const names = new Set(named.map(f => f.group.name));
    this.#say(named, f => ({ decision: "rejected", personId: f.group.personId }), names.size === 1 ? `not ${[...names][0]}` : "not the suggested people");
  }

  ignore() {
    this.#say(this.#faces.targets(), () => ({ decision: "ignored" }), "ignored");
  }

  notAFace() {
    this.#say(this.#faces.targets(), () => ({ decision: "notAFace" }), "not a face");
  }

  /** Opens the name field; the key that is being pressed is typed into it. */
  startNaming() {
    this.#naming.start(this.#living(this.#faces.targets()));
  }

  /** @param {Face[]} faces */
  #confirmable(faces) {
    return faces.filter(f => f.group.personId !== null && !f.ghost && !this.#faces.chosen.has(f.id));
  }

  /**
   * Others have decided some of them: those are left out, and it is said.
   * @param {Face[]} targets
   */
  #living(targets) {
    const [decided, living] = [targets.filter(f => f.ghost), targets.filter(f => !f.ghost)];
    if (decided.length > 0) {
      const somebody = decided.every(f => f.detail?.mine) ? "You, in another window, have" : "Somebody else has";
      const which = decided.length === 1 ? "this face" : counted(decided.length, "face");
      this.#bar.warn(`${somebody} decided ${which} meanwhile (${decided[0].ghost}): that was kept.`, photoOf(decided[0]));
      if (living.length === 0)
        this.#faces.remove(decided);
    }
    return living;
  }

  /**
   * @param {Face[]} targets
   * @param {(face: Face) => Saying} saying
   * @param {string} words
   */
  #say(targets, saying, words) {
    if (!this.#mayEdit || targets.length === 0)
      return;
    const faces = this.#living(targets);
    const items = faces.map(f => ({ faceId: f.id, version: f.version, ...saying(f) }));
    for (const face of faces) {
      face.pending++;
      face.refused = false;
    }
    this.#faces.anchorId = null;
    this.#faces.remove(faces);
    this.#faces.sweep();
    this.#screen.drawAndReveal();
    if (items.length === 0)
      return;
    const all = items.length === 1 ? words : `${words} (${counted(items.length, "face")})`;
    if (items.length > 1)
      this.#bar.say(`${all[0].toUpperCase()}${all.slice(1)}.`);
    this.#steps.did({ faces, words: all, actions: this.#queue.decide(items) });
  }
}

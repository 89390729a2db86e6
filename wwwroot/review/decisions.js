// What is said of faces: shown at once, given to the queue, and what the server answers taken in.
import { Naming } from "./naming.js";
import { Steps } from "./steps.js";

const number = n => `${n.toLocaleString("en")} ${n === 1 ? "face" : "faces"}`;

export class Decisions {
  #page;
  #queue;
  #steps;
  #naming;

  constructor(page, queue) {
    this.#page = page;
    this.#queue = queue;
    this.#naming = new Naming(page);
    this.#steps = new Steps(page, queue);
  }

  /** Takes back the last thing that was done. */
  undo(press) {
    if (this.#page.mayEdit)
      this.#steps.undo(press);
  }

  /** Does again what was undone last. */
  redo(press) {
    if (this.#page.mayEdit)
      this.#steps.redo(press);
  }

  /** How many of the shown faces confirmShown would confirm. */
  confirmable() {
    return this.#confirmable(this.#page.faces.flat).length;
  }

  /** Confirms every shown face that has a name suggested, but for the chosen ones. */
  confirmShown() {
    this.confirm(this.#confirmable(this.#page.faces.flat));
  }

  /** A person was picked in the name field: somebody known, or (null) a new one of that name. */
  named(personId, name) {
    this.#say(this.#naming.stop(), () => personId === null ? { decision: "confirmed", personName: name } : { decision: "confirmed", personId }, `confirmed as ${name}`);
  }

  /** Closes the name field. */
  stopNaming() {
    this.#naming.stop();
  }

  /** Confirms each of these faces as the person suggested first for it. */
  confirm(targets) {
    const named = targets.filter(f => f.group.personId !== null);
    if (named.length === 0) {
      this.#page.bar.warn("No name is suggested here: type one.");
      return;
    }
    const names = new Set(named.map(f => f.group.name));
    this.#say(named, f => ({ decision: "confirmed", personId: f.group.personId }), names.size === 1 ? `confirmed as ${[...names][0]}` : "confirmed as suggested");
  }

  /** Confirms all faces of a group but the chosen ones. */
  confirmGroup(group) {
    this.confirm(this.#confirmable(group.faces));
  }

  /** Confirms the targets as the candidate of that number (from 1) of the face under the cursor. */
  confirmCandidate(numbered) {
    const current = this.#page.faces.current;
    if (!current)
      return;
    const { detail, group } = current;
    const candidate = detail?.suggestions[numbered - 1] ?? (numbered === 1 && group.personId !== null && !detail ? group : null);
    if (candidate)
      this.#say(this.#page.faces.targets(), () => ({ decision: "confirmed", personId: candidate.personId }), `confirmed as ${candidate.name}`);
    else if (detail)
      this.#page.bar.warn(`Candidate ${numbered} is not there.`);
    else // Not read yet: whom it means is looked up before it is sent, and the key is not lost.
      this.#say(this.#page.faces.targets(), () => ({ decision: "confirmed", candidate: numbered, of: current.id }), `confirmed as candidate ${numbered}`);
  }

  /** Says of the targets that they are not the person suggested first. */
  reject() {
    const named = this.#page.faces.targets().filter(f => f.group.personId !== null);
    if (named.length === 0) {
      this.#page.bar.warn("No name is suggested here, so there is none to reject.");
      return;
    }
    const names = new Set(named.map(f => f.group.name));
    this.#say(named, f => ({ decision: "rejected", personId: f.group.personId }), names.size === 1 ? `not ${[...names][0]}` : "not the suggested people");
  }

  ignore() {
    this.#say(this.#page.faces.targets(), () => ({ decision: "ignored" }), "ignored");
  }

  notAFace() {
    this.#say(this.#page.faces.targets(), () => ({ decision: "notAFace" }), "not a face");
  }

  /** Opens the name field; the key that is being pressed is typed into it. */
  startNaming() {
    this.#naming.start(this.#living(this.#page.faces.targets()));
  }

  #confirmable = faces => faces.filter(f => f.group.personId !== null && !f.ghost && !this.#page.faces.chosen.has(f.id));

  // Others have decided some of them: those are left out, and it is said.
  #living(targets) {
    const [decided, living] = [targets.filter(f => f.ghost), targets.filter(f => !f.ghost)];
    if (decided.length > 0) {
      const somebody = decided.every(f => f.detail?.mine) ? "You, in another window, have" : "Somebody else has";
      this.#page.bar.warn(`${somebody} decided ${decided.length === 1 ? "this face" : number(decided.length)} meanwhile (${decided[0].ghost}): that was kept.`,
        decided[0].detail ? `/photos/${decided[0].detail.photoId}` : null);
      if (living.length === 0)
        this.#page.faces.remove(decided);
    }
    return living;
  }

  #say(targets, saying, words) {
    if (!this.#page.mayEdit || targets.length === 0)
      return;
    const faces = this.#living(targets);
    const items = faces.map(f => ({ faceId: f.id, version: f.version, ...saying(f) }));
    for (const face of faces) {
      face.pending++;
      face.refused = false;
    }
    this.#page.faces.anchorId = null;
    this.#page.faces.remove(faces);
    this.#page.faces.sweep();
    this.#page.draw();
    this.#page.grid.reveal(this.#page.bar.height);
    if (items.length === 0)
      return;
    const all = items.length === 1 ? words : `${words} (${number(items.length)})`;
    if (items.length > 1)
      this.#page.bar.say(`${all[0].toUpperCase()}${all.slice(1)}.`);
    this.#steps.did({ faces, words: all, actions: this.#queue.decide(items) });
  }

  // What was refused cannot be undone.
  #notDone(action, faces) {
    for (const face of faces)
      face.refused = true;
    this.#steps.refused(action, faces);
  }

  #answered(action) {
    const faces = (action?.items ?? []).map(i => this.#page.faces.byId.get(i.faceId)).filter(Boolean);
    for (const face of faces)
      [face.pending, face.settledAt] = [Math.max(0, face.pending - 1), Date.now()];
    return faces;
  }

  #takeVersions(decided) {
    for (const { faceId, version } of decided) {
      const face = this.#page.faces.byId.get(faceId);
      if (face)
        face.version = version;
    }
  }

  /** The queue: the server has taken decisions. */
  decided(action, outcome) {
    this.#answered(action);
    this.#takeVersions(outcome.faces);
    const person = outcome.faces.find(f => f.person)?.person;
    if (person)
      this.#steps.named(action, person.name);
    const refused = outcome.refused.map(r => this.#page.faces.byId.get(r.faceId)).filter(Boolean);
    this.#notDone(action, refused);
    if (outcome.refused.length > 0) {
      const [first] = outcome.refused;
      this.#page.bar.warn(outcome.refused.length === 1 ? `Not taken: ${first.reason}` : `Not taken for ${number(outcome.refused.length)}: ${first.reason}`,
        refused[0]?.detail ? `/photos/${refused[0].detail.photoId}` : null);
    }
    // What is not that person may be the next one; what was refused may stand otherwise now.
    const rejected = action.items.filter(i => i.decision === "rejected").map(i => this.#page.faces.byId.get(i.faceId)).filter(Boolean);
    if (refused.length + rejected.length > 0)
      this.#page.others.look([...new Set([...refused, ...rejected])]);
    if (this.#page.faces.beyond > 0 && this.#page.faces.flat.length < 2000)
      this.#page.others.refreshSoon();
  }

  /** The queue: the server has taken something back. */
  undone(undo, outcome) {
    this.#answered(undo.action);
    this.#takeVersions(outcome?.faces ?? []);
    if (undo.action) {
      // Those that the server had refused were put back here before it said so.
      const refused = (undo.action.items ?? []).map(i => this.#page.faces.byId.get(i.faceId)).filter(f => f?.refused);
      if (refused.length > 0)
        this.#page.others.look(refused);
    }
    if (undo.action || !outcome)
      return;
    this.#page.bar.say(`Undone: ${outcome.description}`);
    this.#steps.undoneOlder(outcome.actionId);
    this.#page.others.comeBack(outcome.faces.map(f => f.faceId));
  }

  /** The queue: the server has done something again. */
  redone(redo, outcome) {
    this.#answered(redo.action);
    this.#takeVersions(outcome?.faces ?? []);
    if (redo.action || !outcome)
      return;
    this.#page.bar.say(`Redone: ${outcome.description}`);
    this.#steps.redoneOlder(outcome.actionId);
    const decided = outcome.faces.filter(f => f.decision !== "undecided").map(f => this.#page.faces.byId.get(f.faceId)).filter(f => f?.shown);
    for (const face of decided)
      face.settledAt = Date.now();
    this.#page.faces.remove(decided);
    this.#page.draw();
  }

  /** The queue: the server did not do it, for this reason. */
  refused(action, reason) {
    const faces = this.#answered(action.kind === "decide" ? action : action.action);
    this.#page.bar.warn(reason);
    if (action.kind !== "decide")
      this.#steps.lost(action.kind);
    if (action.kind === "undo") {
      for (const face of faces)
        face.refused = true;
    } else {
      this.#notDone(action.kind === "redo" ? action.action : action, faces);
    }
    this.#page.others.look(faces);
  }

  /** Shows what an earlier page said and could not save any more as said. */
  leaveOutPending() {
    const left = new Map();
    for (const { items } of this.#queue.pending) {
      for (const { faceId } of items ?? [])
        left.set(faceId, (left.get(faceId) ?? 0) + 1);
    }
    const faces = [...left.keys()].map(id => this.#page.faces.byId.get(id)).filter(f => f?.shown);
    for (const face of faces)
      face.pending = left.get(face.id);
    this.#page.faces.remove(faces);
  }
}

// The review page in the browser: a key shows what it does at once and is saved after, in order. The server's answers, and what others
// decide meanwhile, are taken in without moving the face under the cursor.
import { Bar } from "./bar.js";
import { Details } from "./details.js";
import { Faces } from "./faces.js";
import { Grid } from "./grid.js";
import { listenToKeys } from "./keys.js";
import { Others } from "./others.js";
import { listenToPointer } from "./pointer.js";
import { Preview } from "./preview.js";
import { queueOf } from "./queue.js";
import * as server from "./server.js";

const number = n => `${n.toLocaleString("en")} ${n === 1 ? "face" : "faces"}`;

/** Starts the grid in #review. */
export const start = (dotnet, query, user, mayEdit) => new ReviewPage(dotnet, query, user, mayEdit);

class ReviewPage {
  faces = new Faces();
  #dotnet;
  #queue;
  #done = [];                 // what can be undone, newest last: { faces, words, actions }
  #count = document.createElement("p");
  #empty = document.createElement("p");
  #naming = document.getElementById("review-naming");
  #named = [];
  #stopping = new AbortController();
  #opened = 0;
  #others = new Others(this);

  /** What is shown, as the address says it. */
  query = "";

  /** When a key was last pressed: newer lists wait while somebody is at work. */
  lastKey = 0;

  constructor(dotnet, query, user, mayEdit) {
    const host = document.getElementById("review");
    host.replaceChildren();
    this.#dotnet = dotnet;
    this.mayEdit = mayEdit;
    this.#count.className = "fw-muted fw-rv-count";
    this.#count.setAttribute("role", "status");
    this.#empty.className = "fw-empty";
    this.#empty.hidden = true;
    host.append(this.#count, this.#empty);
    this.details = new Details();
    this.details.onCome = () => this.bar.draw(this.faces.current, this.faces.targets());
    this.grid = new Grid(host, this.faces, mayEdit, drawn => this.details.need(drawn));
    this.bar = new Bar(host, mayEdit);
    this.preview = new Preview(host, this.details, () => this.bar.height);
    this.#queue = queueOf(user);
    this.#queue.attach(this);
    listenToKeys(this, this.#stopping.signal);
    listenToPointer(this, this.#stopping.signal);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#others.refreshSoon(), { signal: this.#stopping.signal });
    this.open(query);
  }

  // ---- what the server's part of the page calls ----

  /** Shows the list of another filter. */
  async open(query) {
    this.query = query;
    const mine = ++this.#opened;
    this.#count.textContent = "Reading…";
    try {
      const index = await server.list(query);
      if (mine !== this.#opened)
        return;
      this.faces.load(index);
      this.#leaveOutPending();
      this.draw();
      this.grid.list.dataset.ready = query || "all";
    } catch (error) {
      if (mine === this.#opened)
        this.bar.warn(error instanceof server.Refused ? error.message : "The faces could not be read: the server cannot be reached just now. Reload the page when it can.");
      return;
    }
    // The page opens at its heading; the keys work at once.
    if (!document.activeElement || document.activeElement === document.body || document.activeElement.matches("h1"))
      this.grid.list.focus({ preventScroll: true });
  }

  /** Faces were decided somewhere, or (list) anything may be different. */
  changed(ids, list) {
    this.#others.changed(ids, list);
  }

  /** Takes back the last thing that was done, here or (when there is nothing here) before. */
  undo() {
    if (!this.mayEdit)
      return;
    const last = this.#done.pop();
    if (!last) {
      this.#queue.undo(null);
      return;
    }
    for (const action of last.actions.toReversed()) {
      const sent = this.#queue.undo(action);
      for (const { faceId } of action.items) {
        const face = this.faces.byId.get(faceId);
        if (face)
          face.pending += sent ? 1 : -1;
      }
    }
    const back = last.faces.filter(f => !f.refused);
    this.faces.putBack(back);
    this.faces.chosen.clear();
    if (back.length > 0)
      this.faces.currentId = back[0].id;
    this.draw();
    this.grid.reveal(this.bar.height);
    this.bar.say(`Undone: ${last.words}.`);
  }

  confirmable() {
    return this.#confirmable(this.faces.flat).length;
  }

  confirmShown() {
    this.confirm(this.#confirmable(this.faces.flat));
  }

  named(personId, name) {
    const targets = this.#named.filter(f => f.shown);
    this.stopNaming();
    this.#say(targets, () => personId === null ? { decision: "confirmed", personName: name } : { decision: "confirmed", personId }, `confirmed as ${name}`);
  }

  stopNaming() {
    this.#naming.hidden = true;
    this.grid.list.focus({ preventScroll: true });
  }

  get stopped() {
    return this.#stopping.signal.aborted;
  }

  get saving() {
    return this.#queue.pending.length > 0;
  }

  stop() {
    this.#stopping.abort();
    this.grid.stop();
    this.#queue.attach(null);
  }

  // ---- what keys, mouse and fingers call ----

  /** Notes that somebody is at work: newer lists wait. */
  touched() {
    this.lastKey = Date.now();
  }

  toggleKeys() {
    this.#dotnet.invokeMethodAsync("ToggleKeys");
  }

  /** Puts the cursor on a face; extends the choice from where it began when told. */
  moveTo(face, extend = false) {
    if (!face)
      return;
    if (extend) {
      const anchor = this.faces.byId.get(this.faces.anchorId);
      const from = anchor?.shown && anchor.at >= 0 ? anchor : this.faces.current;
      this.faces.anchorId = from.id;
      this.faces.choose(from, face);
    } else {
      this.faces.anchorId = null;
    }
    this.faces.currentId = face.id;
    this.faces.sweep();
    this.draw();
    this.grid.reveal(this.bar.height);
  }

  chooseAll() {
    const flat = this.faces.flat;
    if (flat.length > 0)
      this.faces.choose(flat[0], flat[flat.length - 1]);
    this.draw();
  }

  chooseNone() {
    this.faces.chosen.clear();
    this.faces.anchorId = null;
    this.draw();
  }

  /** Confirms each of these faces as the person suggested first for it. */
  confirm(targets) {
    const named = targets.filter(f => f.group.personId !== null);
    if (named.length === 0) {
      this.bar.warn("No name is suggested here: type one.");
      return;
    }
    const names = new Set(named.map(f => f.group.name));
    this.#say(named, f => ({ decision: "confirmed", personId: f.group.personId }), names.size === 1 ? `confirmed as ${[...names][0]}` : "confirmed as suggested");
  }

  confirmGroup(group) {
    this.confirm(this.#confirmable(group.faces));
  }

  /** Confirms the targets as the candidate of that number (from 1) of the face under the cursor. */
  confirmCandidate(numbered) {
    const current = this.faces.current;
    if (!current)
      return;
    const { detail, group } = current;
    const candidate = detail?.suggestions[numbered - 1] ?? (numbered === 1 && group.personId !== null && !detail ? group : null);
    if (candidate)
      this.#say(this.faces.targets(), () => ({ decision: "confirmed", personId: candidate.personId }), `confirmed as ${candidate.name}`);
    else if (detail)
      this.bar.warn(`Candidate ${numbered} is not there.`);
    else // Not read yet: whom it means is looked up before it is sent, and the key is not lost.
      this.#say(this.faces.targets(), () => ({ decision: "confirmed", candidate: numbered, of: current.id }), `confirmed as candidate ${numbered}`);
  }

  reject() {
    const named = this.faces.targets().filter(f => f.group.personId !== null);
    if (named.length === 0) {
      this.bar.warn("No name is suggested here, so there is none to reject.");
      return;
    }
    const names = new Set(named.map(f => f.group.name));
    this.#say(named, f => ({ decision: "rejected", personId: f.group.personId }), names.size === 1 ? `not ${[...names][0]}` : "not the suggested people");
  }

  ignore() {
    this.#say(this.faces.targets(), () => ({ decision: "ignored" }), "ignored");
  }

  notAFace() {
    this.#say(this.faces.targets(), () => ({ decision: "notAFace" }), "not a face");
  }

  /** Opens the name field; the key that is being pressed is typed into it. */
  startNaming() {
    this.#named = this.#living(this.faces.targets());
    if (this.#named.length === 0)
      return;
    this.preview.hide();
    this.#naming.hidden = false;
    this.#naming.querySelector("input").focus();
  }

  draw() {
    const { current } = this.faces;
    this.grid.draw();
    this.bar.draw(current, this.faces.targets());
    this.#tellCount();
    if (this.preview.pinned && current && this.preview.face !== current)
      this.preview.show(current, this.grid.cell(current));
    else if (!current)
      this.preview.hide();
  }

  // ---- saying and being answered ----

  #confirmable = faces => faces.filter(f => f.group.personId !== null && !f.ghost && !this.faces.chosen.has(f.id));

  // Others have decided some of them: those are left out, and it is said.
  #living(targets) {
    const [decided, living] = [targets.filter(f => f.ghost), targets.filter(f => !f.ghost)];
    if (decided.length > 0) {
      this.bar.warn(`${decided.length === 1 ? "Somebody else has decided this face" : `Somebody else has decided ${number(decided.length)}`} meanwhile (${decided[0].ghost}): that was kept.`,
        decided[0].detail ? `/photos/${decided[0].detail.photoId}` : null);
      if (living.length === 0)
        this.faces.remove(decided);
    }
    return living;
  }

  #say(targets, saying, words) {
    if (!this.mayEdit || targets.length === 0)
      return;
    const faces = this.#living(targets);
    const items = faces.map(f => ({ faceId: f.id, version: f.version, ...saying(f) }));
    for (const face of faces) {
      face.pending++;
      face.refused = false;
    }
    this.faces.anchorId = null;
    this.faces.remove(faces);
    this.faces.sweep();
    this.draw();
    this.grid.reveal(this.bar.height);
    if (items.length === 0)
      return;
    const all = items.length === 1 ? words : `${words} (${number(items.length)})`;
    if (items.length > 1)
      this.bar.say(`${all[0].toUpperCase()}${all.slice(1)}.`);
    this.#done.push({ faces, words: all, actions: this.#queue.decide(items) });
  }

  #answered(action) {
    const faces = (action?.items ?? []).map(i => this.faces.byId.get(i.faceId)).filter(Boolean);
    for (const face of faces)
      [face.pending, face.settledAt] = [Math.max(0, face.pending - 1), Date.now()];
    return faces;
  }

  #takeVersions(decided) {
    for (const { faceId, version } of decided) {
      const face = this.faces.byId.get(faceId);
      if (face)
        face.version = version;
    }
  }

  /** The queue: the server has taken decisions. */
  decided(action, outcome) {
    this.#answered(action);
    this.#takeVersions(outcome.faces);
    const refused = outcome.refused.map(r => this.faces.byId.get(r.faceId)).filter(Boolean);
    for (const face of refused)
      face.refused = true;
    if (outcome.refused.length > 0) {
      const [first] = outcome.refused;
      this.bar.warn(outcome.refused.length === 1 ? `Not taken: ${first.reason}` : `Not taken for ${number(outcome.refused.length)}: ${first.reason}`,
        refused[0]?.detail ? `/photos/${refused[0].detail.photoId}` : null);
    }
    // What is not that person may be the next one; what was refused may stand otherwise now.
    const rejected = action.items.filter(i => i.decision === "rejected").map(i => this.faces.byId.get(i.faceId)).filter(Boolean);
    if (refused.length + rejected.length > 0)
      this.#others.look([...new Set([...refused, ...rejected])]);
    if (this.faces.beyond > 0 && this.faces.flat.length < 2000)
      this.#others.refreshSoon();
  }

  /** The queue: the server has taken something back. */
  undone(undo, outcome) {
    this.#answered(undo.action);
    this.#takeVersions(outcome?.faces ?? []);
    if (undo.action || !outcome)
      return;
    this.bar.say(`Undone: ${outcome.description}`);
    this.#others.comeBack(outcome.faces.map(f => f.faceId));
  }

  /** The queue: the server did not do it, for this reason. */
  refused(action, reason) {
    const faces = this.#answered(action.kind === "undo" ? action.action : action);
    this.bar.warn(reason);
    for (const face of faces)
      face.refused = true;
    this.#others.look(faces);
  }

  /** The queue: more or less waits to be saved. */
  tell() {
    this.#tellCount();
  }

  #tellCount() {
    const waiting = this.#queue.pending.length;
    const total = this.faces.groups.reduce((sum, g) => sum + g.faces.length, 0) + this.faces.beyond;
    const parts = [total === 0 ? "Nothing to review here." : `${number(total)} to review`];
    if (this.faces.beyond > 0)
      parts.push(`the surest ${number(total - this.faces.beyond)} are shown, the others follow`);
    if (this.#queue.trouble)
      parts.push(this.#queue.trouble);
    const text = parts.join(" · ");
    if (this.#count.textContent !== text)
      this.#count.textContent = text;
    this.#empty.hidden = total > 0;
    this.#empty.textContent = this.query
      ? "No undecided face fits the filters above: choose less, or show all."
      : "Every suggested face is decided. Faces without a suggested name are under “Unknown faces” above, and in groups of similar ones on the page of people.";
    this.#count.dataset.waiting = waiting;
  }

  // What an earlier page said and could not save any more is shown as said.
  #leaveOutPending() {
    const left = new Map();
    for (const { items } of this.#queue.pending) {
      for (const { faceId } of items ?? [])
        left.set(faceId, (left.get(faceId) ?? 0) + 1);
    }
    const faces = [...left.keys()].map(id => this.faces.byId.get(id)).filter(f => f?.shown);
    for (const face of faces)
      face.pending = left.get(face.id);
    this.faces.remove(faces);
  }
}

// The review page in the browser: a key shows what it does at once and is saved after, in order. The server's answers, and what others
// decide meanwhile, are taken in without moving the face under the cursor.
import { Bar } from "./bar.js";
import { Decisions } from "./decisions.js";
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

/** Starts the grid in #review; where that is gone already, because the user went on, nothing. */
export const start = (dotnet, query, user, mayEdit) => document.getElementById("review")
  ? new ReviewPage(dotnet, query, user, mayEdit)
  : { open() { }, changed() { }, stop() { } };

class ReviewPage {
  faces = new Faces();
  #dotnet;
  #queue;
  #count = document.createElement("p");
  #empty = document.createElement("p");
  #stopping = new AbortController();
  #opened = 0;
  others = new Others(this);

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
    this.decisions = new Decisions(this, this.#queue);
    this.#queue.attach(this);
    listenToKeys(this, this.#stopping.signal);
    listenToPointer(this, this.#stopping.signal);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.others.refreshSoon(), { signal: this.#stopping.signal });
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
      this.bar.calm();
      this.faces.load(index);
      this.decisions.leaveOutPending();
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
    this.others.changed(ids, list);
  }

  undo() { this.decisions.undo({ byKey: false }); }

  redo() { this.decisions.redo({ byKey: false }); }

  confirmable() { return this.decisions.confirmable(); }

  confirmShown() { this.decisions.confirmShown(); }

  named(personId, name) { this.decisions.named(personId, name); }

  stopNaming() { this.decisions.stopNaming(); }

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
    if (this.faces.currentId !== face.id)
      this.bar.calm();
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

  // ---- what the queue tells ----

  decided(action, outcome) { this.decisions.decided(action, outcome); }

  undone(undo, outcome) { this.decisions.undone(undo, outcome); }

  redone(redo, outcome) { this.decisions.redone(redo, outcome); }

  refused(action, reason) { this.decisions.refused(action, reason); }

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
      : "Every suggested face is decided. Faces without a suggested name are under “Unknown faces” above, and in groups of similar ones under Unknown groups.";
    this.#count.dataset.waiting = waiting;
  }
}

// What was pressed and is not saved yet: sent in order, one request at a time, kept over reloads of the page, and sent again after a
// broken connection until the server has answered. The server leaves alone what is already as said, so sending twice does no harm.
import * as server from "./server.js";

const STORE = "faceweb-review";
const MOST_ACTIONS = 50;      // of one request
const MOST_FACES = 2000;      // of one request
const MOST_OF_ACTION = 5000;  // what the server takes at once
const WAITS = [500, 1000, 2000, 5000, 10_000];
const queues = new Map();

/** The one queue of this user in this window. */
export function queueOf(user) {
  if (!queues.has(user))
    queues.set(user, new Queue(user));
  return queues.get(user);
}

class Queue {
  #user;
  #sending = null;            // the actions of the request that is under way
  #failures = 0;
  #listener = null;
  #untold = [];
  #waiting = [];              // whoever waits until all is answered

  /** Actions without an answer, in order: { key, kind: "decide", items } or { key, kind: "undo" or "redo", of, actionId }. */
  pending = [];

  /** Why nothing can be saved just now, as a sentence; null while it can. */
  trouble = null;

  constructor(user) {
    this.#user = user;
    this.#restore();
    addEventListener("online", () => this.#retry());
    addEventListener("beforeunload", e => {
      // Only when saving fails: a request under way is finished by the browser.
      if (this.trouble && this.pending.length > 0)
        e.preventDefault();
    });
  }

  /** Tells answers from now on: { decided, undone, redone, refused, tell }; null when the page goes. */
  attach(listener) {
    this.#listener = listener;
    if (listener) {
      for (const [what, ...rest] of this.#untold.splice(0))
        listener[what](...rest);
    }
    this.#pump();
  }

  /** Saves decisions; returns the actions they became (thousands of faces become several). */
  decide(items) {
    const actions = [];
    for (let i = 0; i < items.length; i += MOST_OF_ACTION)
      actions.push({ key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, kind: "decide", items: items.slice(i, i + MOST_OF_ACTION) });
    this.pending.push(...actions);
    this.#changed();
    this.#pump();
    return actions;
  }

  /** Takes back an action of decide, or (null) the one of that key, which must be the last that the user did. False: it was not sent yet, so it is simply dropped. */
  undo(action, actionId = null) {
    return this.#back("undo", action, actionId, action);
  }

  /** Does an undone action again, or (null) the one of that key. False: the undo was not sent yet, so it is simply dropped. */
  redo(action, actionId = null) {
    return this.#back("redo", action, actionId, action && this.pending.findLast(p => p.of === action.key && p.kind === "undo"));
  }

  #back(kind, action, actionId, unsent) {
    if (unsent && this.pending.includes(unsent) && !this.#sending?.includes(unsent)) {
      this.pending.splice(this.pending.indexOf(unsent), 1);
      this.#changed();
      return false;
    }
    this.pending.push({
      key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, kind, of: action?.key ?? null, actionId: action?.actionId ?? actionId,
      answered: action?.answered ?? false, action,
    });
    this.#changed();
    this.#pump();
    return true;
  }

  /** Waits until all that was pressed is answered. Fails while the server cannot be reached. */
  drained() {
    return this.pending.length === 0 ? Promise.resolve()
      : this.trouble ? Promise.reject(new Error(this.trouble))
      : new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async #pump() {
    if (this.#sending || this.pending.length === 0)
      return;
    this.#sending = this.#next();
    try {
      if (this.#sending[0].kind !== "decide")
        await this.#sendBack(this.#sending[0]);
      else
        await this.#sendDecisions(this.#sending);
      this.#failures = 0;
      this.trouble = null;
    } catch (error) {
      this.#sending = null;
      this.#wait(error);
      return;
    }
    this.#sending = null;
    this.#changed();
    this.#pump();
  }

  #next() {
    if (this.pending[0].kind !== "decide")
      return [this.pending[0]];
    const actions = [];
    let faces = 0;
    for (const action of this.pending) {
      if (action.kind !== "decide" || actions.length === MOST_ACTIONS || (actions.length > 0 && faces + action.items.length > MOST_FACES))
        break;
      actions.push(action);
      faces += action.items.length;
    }
    return actions;
  }

  async #sendDecisions(actions) {
    let outcomes;
    try {
      await this.#lookUpCandidates(actions);
      outcomes = await server.decide(actions.map(a => ({ items: a.items })));
    } catch (error) {
      if (!isFinal(error))
        throw error;
      if (actions.length > 1) {
        // One of them is malformed: each by itself, so that the others are not lost with it.
        for (const action of actions)
          await this.#sendDecisions([action]);
        return;
      }
      this.#done(actions[0]);
      this.#tell("refused", actions[0], error.message);
      return;
    }
    actions.forEach((action, i) => {
      this.#done(action);
      action.actionId = outcomes[i].actionId;
      action.answered = true;
      this.#follow(action, outcomes[i].faces);
      this.#tell("decided", action, outcomes[i]);
    });
  }

  // A digit that was pressed before the candidates were read says "the second of that face": who that is, is settled here.
  async #lookUpCandidates(actions) {
    const open = actions.flatMap(a => a.items).filter(i => i.candidate);
    if (open.length === 0)
      return;
    const found = new Map((await server.details([...new Set(open.map(i => i.of))])).map(d => [d.id, d.suggestions]));
    for (const item of open) {
      const candidate = found.get(item.of)?.[item.candidate - 1];
      if (!candidate)
        throw new server.Refused(400, `There is no candidate ${item.candidate} for this face: it is still to be decided.`);
      item.personId = candidate.personId;
      delete item.candidate;
      delete item.of;
    }
  }

  async #sendBack(step) {
    let outcome = null;
    // Nothing was written by what is to be undone or done again: the server must not take something older instead.
    const nothing = step.of !== null && step.actionId === null && (step.action?.answered || step.answered);
    try {
      if (!nothing)
        outcome = await server[step.kind](step.actionId);
    } catch (error) {
      if (!isFinal(error))
        throw error;
      this.#done(step);
      this.#tell("refused", step, error.message);
      return;
    }
    this.#done(step);
    if (step.kind === "redo" && outcome) {
      // From now on the new action is the one to take back.
      if (step.action)
        step.action.actionId = outcome.actionId;
      this.#follow({ key: step.of, actionId: outcome.actionId }, outcome.faces);
    } else {
      this.#follow(step, outcome?.faces ?? []);
    }
    this.#tell(step.kind === "undo" ? "undone" : "redone", step, outcome);
  }

  // Later decisions on the same faces were made knowing of this one: they carry its version.
  #follow(action, faces) {
    const versions = new Map(faces.map(f => [f.faceId, f.version]));
    for (const later of this.pending) {
      if (later.kind !== "decide" && action.key !== null && later.of === action.key)
        [later.actionId, later.answered] = [action.actionId, true];
      for (const item of later.items ?? []) {
        if (versions.has(item.faceId))
          item.version = versions.get(item.faceId);
      }
    }
  }

  #done(action) {
    this.pending.splice(this.pending.indexOf(action), 1);
    this.#store();
  }

  #wait(error) {
    const seconds = WAITS[Math.min(this.#failures++, WAITS.length - 1)];
    const count = this.pending.length;
    const what = `${count} ${count === 1 ? "decision waits" : "decisions wait"} here and ${count === 1 ? "is" : "are"} kept`;
    for (const { reject } of this.#waiting.splice(0))
      reject(error);
    this.trouble = error.status === 401
      ? `You are signed out: ${what}. Sign in again in another tab.`
      : error.status === 403 ? `You may not decide faces any more: ${what}. Ask an admin.`
      : `The server cannot be reached just now: ${what} until it can.`;
    this.#changed();
    setTimeout(() => this.#retry(), seconds);
  }

  #retry() {
    this.#pump();
  }

  #tell(what, ...rest) {
    if (this.#listener)
      this.#listener[what](...rest);
    else if (what === "refused")
      this.#untold.push([what, ...rest]);
  }

  #changed() {
    if (this.pending.length === 0) {
      for (const { resolve } of this.#waiting.splice(0))
        resolve();
    }
    this.#store();
    this.#listener?.tell();
  }

  #store() {
    try {
      if (this.pending.length === 0)
        sessionStorage.removeItem(STORE);
      else
        sessionStorage.setItem(STORE, JSON.stringify({ user: this.#user, pending: this.pending.map(({ action, ...kept }) => kept) }));
    } catch { /* private mode or full: the queue lasts as long as the window */ }
  }

  #restore() {
    try {
      const stored = JSON.parse(sessionStorage.getItem(STORE));
      if (stored?.user === this.#user)
        this.pending = stored.pending;
    } catch { /* nothing there */ }
  }
}

// Sending the same again would bring the same answer.
const isFinal = error => error instanceof server.Refused && error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);

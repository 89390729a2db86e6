// @ts-check
// What was pressed and is not saved yet: sent in order, one request at a time, kept over reloads of the page, and sent again after a
// broken connection until the server has answered. The server leaves alone what is already as said, so sending twice does no harm.
import { settleCandidates } from "./candidates.js";
import { MOST_OF_ACTION, keep, kept, newKey, nextRequest, troubleOf } from "./pending.js";
import * as server from "./server.js";

/** @import { Back, Decide, Pending } from "./pending.js" */
/** @import { Item, Detail, DecidedFace, DecisionOutcome, StepOutcome } from "./server.js" */

/**
 * @typedef {object} QueueListener told of answers; of an undo or a redo of what had written nothing the outcome is null
 * @property {(action: Decide, outcome: DecisionOutcome) => void} decided
 * @property {(undo: Back, outcome: StepOutcome | null) => void} undone
 * @property {(redo: Back, outcome: StepOutcome | null) => void} redone
 * @property {(action: Pending, reason: string) => void} refused
 * @property {() => void} tell what waits, or the trouble, is different
 */
/**
 * @typedef {object} QueueServer the server's calls that the queue makes
 * @property {(actions: { items: Item[] }[]) => Promise<DecisionOutcome[]>} decide
 * @property {(actionId: number | null) => Promise<StepOutcome>} undo
 * @property {(actionId: number | null) => Promise<StepOutcome>} redo
 * @property {(ids: number[]) => Promise<Detail[]>} details
 */
/** @typedef {{ server: QueueServer, store: Pick<Storage, "getItem" | "setItem" | "removeItem">, events: EventTarget }} QueuePorts events: where "online" and "beforeunload" are heard */

const WAITS = [500, 1000, 2000, 5000, 10_000];

/** @type {Map<string, Queue>} */
const queues = new Map();

/**
 * The one queue of this user in this window.
 * @param {string} user
 */
export function queueOf(user) {
  let queue = queues.get(user);
  if (!queue)
    queues.set(user, queue = new Queue(user, { server, store: sessionStorage, events: window }));
  return queue;
}

export class Queue {
  #user;
  #server;
  #store;
  /** @type {Pending[] | null} the actions of the request that is under way */
  #sending = null;
  #failures = 0;
  /** @type {QueueListener | null} */
  #listener = null;
  /** @type {[Pending, string][]} refusals that nobody was there to hear */
  #untold = [];
  /** @type {{ resolve: () => void, reject: (reason: Error) => void }[]} whoever waits until all is answered */
  #waiting = [];

  /**
   * Actions without an answer, in order.
   * @type {Pending[]}
   */
  pending = [];

  /**
   * Why nothing can be saved just now, as a sentence; null while it can.
   * @type {string | null}
   */
  trouble = null;

  /**
   * @param {string} user
   * @param {QueuePorts} ports
   */
  constructor(user, { server, store, events }) {
    this.#user = user;
    this.#server = server;
    this.#store = store;
    this.pending = kept(store, user);
    events.addEventListener("online", () => this.#pump());
    events.addEventListener("beforeunload", e => {
      // Only when saving fails: a request under way is finished by the browser.
      if (this.trouble && this.pending.length > 0)
        e.preventDefault();
    });
  }

  /**
   * Tells answers from now on; null when the page goes.
   * @param {QueueListener | null} listener
   */
  attach(listener) {
    this.#listener = listener;
    if (listener) {
      for (const [action, reason] of this.#untold.splice(0))
        listener.refused(action, reason);
    }
    this.#pump();
  }

  /**
   * Saves decisions.
   * @param {Item[]} items
   * @returns {Decide[]} the actions they became: thousands of faces become several
   */
  decide(items) {
    /** @type {Decide[]} */
    const actions = [];
    for (let i = 0; i < items.length; i += MOST_OF_ACTION)
      actions.push({ key: newKey(), kind: "decide", items: items.slice(i, i + MOST_OF_ACTION) });
    this.pending.push(...actions);
    this.#changed();
    this.#pump();
    return actions;
  }

  /**
   * Takes back an action of decide, or (null) the one of that key, which must be the last that the user did.
   * @param {Decide | null} action
   * @param {number | null} actionId
   * @returns {boolean} false: it was not sent yet, so it is simply dropped
   */
  undo(action, actionId = null) {
    return this.#back("undo", action, actionId, action);
  }

  /**
   * Does an undone action again, or (null) the one of that key.
   * @param {Decide | null} action
   * @param {number | null} actionId
   * @returns {boolean} false: the undo was not sent yet, so it is simply dropped
   */
  redo(action, actionId = null) {
    return this.#back("redo", action, actionId, action ? this.pending.findLast(p => p.kind === "undo" && p.of === action.key) ?? null : null);
  }

  /**
   * @param {"undo" | "redo"} kind
   * @param {Decide | null} action
   * @param {number | null} actionId
   * @param {Pending | null} unsent what need only be dropped while it has not been sent
   */
  #back(kind, action, actionId, unsent) {
    if (unsent && this.pending.includes(unsent) && !this.#sending?.includes(unsent)) {
      this.pending.splice(this.pending.indexOf(unsent), 1);
      this.#changed();
      return false;
    }
    this.pending.push({
      key: newKey(), kind, of: action?.key ?? null, actionId: action?.actionId ?? actionId, answered: action?.answered ?? false, action,
    });
    this.#changed();
    this.#pump();
    return true;
  }

  /**
   * Waits until all that was pressed is answered. Fails while the server cannot be reached.
   * @returns {Promise<void>}
   */
  drained() {
    return this.pending.length === 0 ? Promise.resolve()
      : this.trouble ? Promise.reject(new Error(this.trouble))
      : new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async #pump() {
    if (this.#sending || this.pending.length === 0)
      return;
    const sending = this.#sending = nextRequest(this.pending);
    const [first] = sending;
    try {
      if (first.kind !== "decide")
        await this.#sendBack(first);
      else
        await this.#sendDecisions(sending.filter(a => a.kind === "decide"));
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

  /**
   * @param {Decide[]} actions
   * @returns {Promise<void>}
   */
  async #sendDecisions(actions) {
    /** @type {DecisionOutcome[]} */
    let outcomes;
    try {
      await settleCandidates(actions.flatMap(a => a.items), this.#server.details);
      outcomes = await this.#server.decide(actions.map(a => ({ items: a.items })));
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
      this.#refuse(actions[0], error.message);
      return;
    }
    actions.forEach((action, i) => {
      this.#done(action);
      action.actionId = outcomes[i].actionId;
      action.answered = true;
      this.#follow(action.key, action.actionId, outcomes[i].faces);
      this.#listener?.decided(action, outcomes[i]);
    });
  }

  /** @param {Back} step */
  async #sendBack(step) {
    /** @type {StepOutcome | null} */
    let outcome = null;
    // Nothing was written by what is to be undone or done again: the server must not take something older instead.
    const nothing = step.of !== null && step.actionId === null && (step.action?.answered || step.answered);
    try {
      if (!nothing)
        outcome = await this.#server[step.kind](step.actionId);
    } catch (error) {
      if (!isFinal(error))
        throw error;
      this.#done(step);
      this.#refuse(step, error.message);
      return;
    }
    this.#done(step);
    if (step.kind === "redo" && outcome) {
      // From now on the new action is the one to take back.
      if (step.action)
        step.action.actionId = outcome.actionId;
      this.#follow(step.of, outcome.actionId, outcome.faces);
    } else {
      this.#follow(step.key, step.actionId, outcome?.faces ?? []);
    }
    if (step.kind === "undo")
      this.#listener?.undone(step, outcome);
    else
      this.#listener?.redone(step, outcome);
  }

  /**
   * Later decisions on the same faces were made knowing of this one: they carry its version.
   * @param {string | null} key of the action that was answered
   * @param {number | null} actionId
   * @param {DecidedFace[]} faces as they stand after it
   */
  #follow(key, actionId, faces) {
    const versions = new Map(faces.map(f => [f.faceId, f.version]));
    for (const later of this.pending) {
      if (later.kind === "decide") {
        for (const item of later.items)
          item.version = versions.get(item.faceId) ?? item.version;
      } else if (key !== null && later.of === key) {
        [later.actionId, later.answered] = [actionId, true];
      }
    }
  }

  /** @param {Pending} action */
  #done(action) {
    this.pending.splice(this.pending.indexOf(action), 1);
    keep(this.#store, this.#user, this.pending);
  }

  /** @param {unknown} error */
  #wait(error) {
    const seconds = WAITS[Math.min(this.#failures++, WAITS.length - 1)];
    for (const { reject } of this.#waiting.splice(0))
      reject(error instanceof Error ? error : new Error(String(error)));
    this.trouble = troubleOf(error instanceof server.Refused ? error.status : 0, this.pending.length);
    this.#changed();
    setTimeout(() => this.#pump(), seconds);
  }

  /**
   * @param {Pending} action
   * @param {string} reason
   */
  #refuse(action, reason) {
    if (this.#listener)
      this.#listener.refused(action, reason);
    else
      this.#untold.push([action, reason]);
  }

  #changed() {
    if (this.pending.length === 0) {
      for (const { resolve } of this.#waiting.splice(0))
        resolve();
    }
    keep(this.#store, this.#user, this.pending);
    this.#listener?.tell();
  }

}

/**
 * Whether sending the same again would bring the same answer.
 * @param {unknown} error
 * @returns {error is server.Refused}
 */
const isFinal = error => error instanceof server.Refused && error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);

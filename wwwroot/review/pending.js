// @ts-check
// Actions without an answer: what they are, which of them go into one request, and how they are kept over reloads of the page.
/** @import { Item } from "./server.js" */

/** @typedef {{ key: string, kind: "decide", items: Item[], actionId?: number | null, answered?: boolean }} Decide decisions that are one action */
/**
 * @typedef {object} Back an undo or a redo
 * @property {string} key
 * @property {"undo" | "redo"} kind
 * @property {string | null} of the key of the action; null for one of before this visit
 * @property {number | null} actionId the server's key of it; null while that is not known
 * @property {boolean} answered whether the action has been answered
 * @property {Decide | null} [action] the action, while this window knows it
 */
/** @typedef {Decide | Back} Pending */

const STORE = "faceweb-review";
const MOST_ACTIONS = 50;      // of one request
const MOST_FACES = 2000;      // of one request

/** The most faces of one action that the server takes at once. */
export const MOST_OF_ACTION = 5000;

export const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

/**
 * The actions that go into the next request: decisions as many as fit, an undo or a redo alone.
 * @param {Pending[]} pending at least one, in order
 * @returns {Pending[]}
 */
export function nextRequest(pending) {
  if (pending[0].kind !== "decide")
    return [pending[0]];
  const actions = [];
  let faces = 0;
  for (const action of pending) {
    if (action.kind !== "decide" || actions.length === MOST_ACTIONS || (actions.length > 0 && faces + action.items.length > MOST_FACES))
      break;
    actions.push(action);
    faces += action.items.length;
  }
  return actions;
}

/**
 * Keeps what has no answer yet.
 * @param {Pick<Storage, "setItem" | "removeItem">} store
 * @param {string} user whose it is
 * @param {Pending[]} pending
 */
export function keep(store, user, pending) {
  try {
    if (pending.length === 0)
      store.removeItem(STORE);
    else
      store.setItem(STORE, JSON.stringify({ user, pending: pending.map(p => ({ ...p, action: undefined })) }));
  } catch { /* private mode or full: the queue lasts as long as the window */ }
}

/**
 * What this user had pressed before the page was loaded and has no answer yet.
 * @param {Pick<Storage, "getItem">} store
 * @param {string} user
 * @returns {Pending[]}
 */
export function kept(store, user) {
  try {
    const stored = JSON.parse(store.getItem(STORE) ?? "null");
    return stored?.user === user ? stored.pending : [];
  } catch {
    return [];
  }
}

/**
 * Why nothing can be saved just now, as a sentence.
 * @param {number} status the server's answer; 0 for none
 * @param {number} count how many decisions wait
 */
export function troubleOf(status, count) {
  const what = `${count} ${count === 1 ? "decision waits" : "decisions wait"} here and ${count === 1 ? "is" : "are"} kept`;
  switch (status) {
    case 401: return `You are signed out: ${what}. Sign in again in another tab.`;
    case 403: return `You may not decide faces any more: ${what}. Ask an admin.`;
    default: return `The server cannot be reached just now: ${what} until it can.`;
  }
}

// @ts-check
// What was done before this visit of the page, here or on another page: it is taken back, or done again, only after the user was told what it is.
import * as server from "./server.js";

/** @import { Bar } from "./bar.js" */
/** @import { Queue } from "./queue.js" */
/** @import { NextStep } from "./server.js" */
/** @import { Visit } from "./visit.js" */

/** @typedef {{ byKey?: boolean, repeated?: boolean }} Press from which the words follow; a key that is held down never means "again" */
/**
 * @typedef {object} OlderPorts
 * @property {Pick<Queue, "drained" | "undo" | "redo">} queue
 * @property {Pick<Bar, "say" | "warn">} bar
 * @property {Pick<Visit, "stopped">} visit
 * @property {() => Promise<{ undo: NextStep | null, redo: NextStep | null }>} [steps] what the server would take back and do again
 */

const WHILE = 12_000;         // milliseconds in which pressing again means what was said
const WORDS = {
  undo: { key: "Ctrl+Z", name: "Undo", does: "takes back", none: "There is nothing left to undo." },
  redo: { key: "Ctrl+Y", name: "Redo", does: "does again", none: "There is nothing to redo." },
};

export class Older {
  #queue;
  #bar;
  #visit;
  #steps;
  #asking = false;
  /** @type {{ what: "undo" | "redo", actionId: number, at: number } | null} */
  #asked = null;

  /** @param {OlderPorts} ports */
  constructor({ queue, bar, visit, steps = server.steps }) {
    this.#queue = queue;
    this.#bar = bar;
    this.#visit = visit;
    this.#steps = steps;
  }

  /** Something else was done: whatever was asked is of no account any more. */
  forget() {
    this.#asked = null;
  }

  /**
   * Says what would be taken back or done again; when that was said a moment ago, does it.
   * @param {"undo" | "redo"} what
   * @param {Press} press
   */
  async go(what, { byKey = true, repeated = false } = {}) {
    if (this.#asking || repeated)
      return;
    const asked = this.#asked;
    this.#asked = null;
    if (asked?.what === what && Date.now() - asked.at < WHILE) {
      this.#queue[what](null, asked.actionId);
      return;
    }
    this.#asking = true;
    const words = WORDS[what];
    try {
      // What is on its way counts as done.
      await this.#queue.drained();
      const step = (await this.#steps())[what];
      if (this.#visit.stopped)
        return;
      if (!step) {
        this.#bar.say(words.none);
        return;
      }
      this.#asked = { what, actionId: step.actionId, at: Date.now() };
      this.#bar.say(`${byKey ? words.key : words.name} again ${words.does}: ${step.text}.`, WHILE);
    } catch (error) {
      this.#bar.warn(error instanceof server.Refused ? error.message : "The server cannot be reached just now: nothing was done.");
    } finally {
      this.#asking = false;
    }
  }
}

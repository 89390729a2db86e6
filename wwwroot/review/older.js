// What was done before this visit of the page, here or on another page: it is taken back, or done again, only after the user was told what it is.
import * as server from "./server.js";

const WHILE = 12_000;         // milliseconds in which pressing again means what was said
const WORDS = {
  undo: { key: "Ctrl+Z", name: "Undo", does: "takes back", none: "There is nothing left to undo." },
  redo: { key: "Ctrl+Y", name: "Redo", does: "does again", none: "There is nothing to redo." },
};

export class Older {
  #page;
  #queue;
  #asking = false;
  #asked = null;              // { what, actionId, at }

  constructor(page, queue) {
    this.#page = page;
    this.#queue = queue;
  }

  /** Something else was done: whatever was asked is of no account any more. */
  forget() {
    this.#asked = null;
  }

  /**
   * Says what would be taken back or done again; when that was said a moment ago, does it.
   * @param what "undo" or "redo"
   * @param press { byKey, repeated }: from which the words follow; a key that is held down never means "again".
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
      const step = (await server.steps())[what];
      if (this.#page.stopped)
        return;
      if (!step) {
        this.#page.bar.say(words.none);
        return;
      }
      this.#asked = { what, actionId: step.actionId, at: Date.now() };
      this.#page.bar.say(`${byKey ? words.key : words.name} again ${words.does}: ${step.text}.`, WHILE);
    } catch (error) {
      this.#page.bar.warn(error instanceof server.Refused ? error.message : "The server cannot be reached just now: nothing was done.");
    } finally {
      this.#asking = false;
    }
  }
}

// @ts-check
// A visit of the review page: from when it is opened until the user goes on.

export class Visit {
  #stopping = new AbortController();

  /** What is shown, as the address says it. */
  query = "";

  /** When a key was last pressed: newer lists wait while somebody is at work. */
  lastKey = 0;

  /** Ends with the visit. */
  get signal() {
    return this.#stopping.signal;
  }

  get stopped() {
    return this.#stopping.signal.aborted;
  }

  /** Notes that somebody is at work. */
  touched() {
    this.lastKey = Date.now();
  }

  stop() {
    this.#stopping.abort();
  }
}

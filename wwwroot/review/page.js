// @ts-check
// The review page in the browser: a key shows what it does at once and is saved after, in order. The server's answers, and what others
// decide meanwhile, are taken in without moving the face under the cursor. Each part is handed the parts that it needs, by name.
import { Answers } from "./answers.js";
import { Bar } from "./bar.js";
import { Count } from "./count.js";
import { Decisions } from "./decisions.js";
import { Details } from "./details.js";
import { Faces } from "./faces.js";
import { Grid } from "./grid.js";
import { listenToKeys } from "./keys.js";
import { Naming } from "./naming.js";
import { Older } from "./older.js";
import { Others } from "./others.js";
import { listenToPointer } from "./pointer.js";
import { Preview } from "./preview.js";
import { queueOf } from "./queue.js";
import { Screen } from "./screen.js";
import * as server from "./server.js";
import { Steps } from "./steps.js";
import { Visit } from "./visit.js";

/**
 * Starts the grid in #review; where that is gone already, because the user went on, nothing.
 * @param {DotNetObject} dotnet the server's part of the page
 * @param {string} query what to show, as the address says it
 * @param {string} user the key of who decides
 * @param {boolean} mayEdit
 */
export function start(dotnet, query, user, mayEdit) {
  const host = document.getElementById("review");
  return host ? new ReviewPage(host, dotnet, query, user, mayEdit) : { open() { }, changed() { }, stop() { } };
}

/** What the server's part of the page calls. */
class ReviewPage {
  #visit = new Visit();
  #faces = new Faces();
  #queue;
  #count;
  #grid;
  #bar;
  #screen;
  #others;
  #decisions;
  #answers;
  #opened = 0;

  /**
   * @param {HTMLElement} host
   * @param {DotNetObject} dotnet
   * @param {string} query
   * @param {string} user
   * @param {boolean} mayEdit
   */
  constructor(host, dotnet, query, user, mayEdit) {
    host.replaceChildren();
    const [visit, faces] = [this.#visit, this.#faces];
    const queue = this.#queue = queueOf(user);
    const count = this.#count = new Count(host, { faces, queue, visit });
    const details = new Details(come => {
      bar.draw(faces.current, faces.targets());
      grid.redraw(come);
    });
    const grid = this.#grid = new Grid(host, faces, mayEdit, drawn => details.need(drawn));
    const bar = this.#bar = new Bar(host, mayEdit);
    const preview = new Preview(host, details, () => bar.height);
    const screen = this.#screen = new Screen({ faces, grid, bar, preview, count });
    const others = this.#others = new Others({ faces, grid, screen, visit, queue });
    const older = new Older({ queue, bar, visit });
    const steps = new Steps({ faces, queue, screen, bar, older });
    const naming = new Naming({ preview, grid });
    const decisions = this.#decisions = new Decisions({ faces, queue, steps, naming, bar, screen, mayEdit });
    this.#answers = new Answers({ faces, queue, steps, bar, screen, count, others });
    queue.attach(this.#answers);
    listenToKeys({ faces, grid, preview, screen, decisions, visit, mayEdit, toggleKeys: () => dotnet.invokeMethodAsync("ToggleKeys") });
    listenToPointer({ faces, grid, bar, preview, screen, details, decisions, visit });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && others.refreshSoon(), { signal: visit.signal });
    this.open(query);
  }

  /**
   * Shows the list of another filter.
   * @param {string} query
   */
  async open(query) {
    this.#visit.query = query;
    const mine = ++this.#opened;
    this.#count.reading();
    try {
      const index = await server.list(query);
      if (mine !== this.#opened)
        return;
      this.#bar.calm();
      this.#faces.load(index);
      this.#answers.leaveOutPending();
      this.#screen.draw();
      this.#grid.list.dataset.ready = query || "all";
    } catch (error) {
      if (mine === this.#opened)
        this.#bar.warn(error instanceof server.Refused ? error.message : "The faces could not be read: the server cannot be reached just now. Reload the page when it can.");
      return;
    }
    this.#screen.takeFocus();
  }

  /**
   * Faces were decided somewhere, or (list) anything may be different.
   * @param {number[]} ids
   * @param {boolean} list
   */
  changed(ids, list) {
    this.#others.changed(ids, list);
  }

  undo() {
    this.#decisions.undo({ byKey: false });
  }

  redo() {
    this.#decisions.redo({ byKey: false });
  }

  /** How many of the shown faces confirmShown would confirm. */
  confirmable() {
    return this.#decisions.confirmable();
  }

  confirmShown() {
    this.#decisions.confirmShown();
  }

  /**
   * A person was picked in the name field.
   * @param {number | null} personId null: a new one of that name
   * @param {string} name
   */
  named(personId, name) {
    this.#decisions.named(personId, name);
  }

  stopNaming() {
    this.#decisions.stopNaming();
  }

  stop() {
    this.#visit.stop();
    this.#grid.stop();
    this.#queue.attach(null);
  }
}

// The review page's server as its scripts know it: faces with versions, decisions that carry the version that was looked at, the last
// action of the user. (The server itself does not run here; the tests in Browser use it.)
import { Refused } from "../../wwwroot/review/server.js";

export class ReviewServer {
  faces = new Map();
  actions = [];
  undone = [];
  /** What was asked, in order. */
  calls = [];
  /** Called before each answer; may throw, or wait. */
  before = async () => { };

  /** Faces 1 to count, each with the candidates 11, 12 and 13. */
  constructor(count = 0) {
    for (let id = 1; id <= count; id++)
      this.faces.set(id, { version: 1, decision: "undecided", personId: null });
  }

  decide = async actions => {
    this.calls.push(["decide", structuredClone(actions)]);
    await this.before("decide", actions);
    return actions.map(({ items }) => {
      const [faces, refused] = [[], []];
      const changes = [];
      for (const { faceId, version, decision, personId = null } of items) {
        const face = this.faces.get(faceId);
        if (face.decision === decision && face.personId === personId)
          continue;
        if (face.version !== version) {
          refused.push({ faceId, reason: "Somebody else has decided this face." });
          continue;
        }
        changes.push({ faceId, was: { ...face }, is: { decision, personId } });
        faces.push(this.#set(faceId, { decision, personId }));
      }
      return { actionId: changes.length === 0 ? null : this.#did(changes), faces, refused };
    });
  };

  undo = async actionId => {
    this.calls.push(["undo", actionId]);
    await this.before("undo", actionId);
    const last = this.actions.at(-1);
    if (!last || (actionId !== null && last.id !== actionId))
      throw new Refused(409, "That is not the last that you did.");
    this.actions.pop();
    this.undone.push(last);
    return { actionId: last.id, description: "It is undone.", faces: last.changes.map(c => this.#set(c.faceId, c.was)) };
  };

  redo = async actionId => {
    this.calls.push(["redo", actionId]);
    await this.before("redo", actionId);
    const last = this.undone.at(-1);
    if (!last || (actionId !== null && last.id !== actionId))
      throw new Refused(409, "There is nothing to do again.");
    this.undone.pop();
    const faces = last.changes.map(c => this.#set(c.faceId, c.is));
    return { actionId: this.#did(last.changes, false), description: "It is done again.", faces };
  };

  details = async ids => {
    this.calls.push(["details", ids]);
    await this.before("details", ids);
    return ids.map(id => ({ id, suggestions: [11, 12, 13].map(personId => ({ personId, name: `Person ${personId}`, probability: .5 })) }));
  };

  /** Somebody else says something. */
  meanwhile(faceId, decision) {
    this.#set(faceId, { decision, personId: null });
  }

  /** What is said of a face. */
  said(faceId) {
    const { decision, personId } = this.faces.get(faceId);
    return personId === null ? decision : `${decision} ${personId}`;
  }

  #did(changes, anew = true) {
    const id = 100 + this.calls.length * 10 + this.actions.length;
    this.actions.push({ id, changes });
    if (anew)
      this.undone = [];
    return id;
  }

  #set(faceId, { decision, personId }) {
    const face = this.faces.get(faceId);
    Object.assign(face, { decision, personId, version: face.version + 1 });
    return { faceId, decision, person: personId === null ? null : { id: personId, name: `Person ${personId}` }, version: face.version };
  }
}

/** A store as the browser's session storage is one. */
export class Store {
  values = new Map();
  getItem = key => this.values.get(key) ?? null;
  setItem = (key, value) => this.values.set(key, value);
  removeItem = key => this.values.delete(key);
}

/** Lets all that is under way come to rest; timers do not run. */
export async function rest() {
  for (let i = 0; i < 20; i++)
    await new Promise(setImmediate);
}

// @ts-check
// The faces that wait, by person, with the cursor and what is chosen. Knows nothing of the screen.
import { insert, takeOut } from "./face.js";

/** @import { Face, Group } from "./face.js" */
/** @import { Detail, FaceRow, PictureStamps, ReviewIndex } from "./server.js" */

export class Faces {
  /** @type {Group[]} */
  groups = [];
  /** @type {Map<number, Face>} */
  byId = new Map();
  /** @type {number | null} */
  currentId = null;
  /** @type {number | null} */
  anchorId = null;
  /** @type {Set<number>} */
  chosen = new Set();
  /** @type {Set<Face>} */
  ghosts = new Set();
  /** How many more the server has than it has listed. */
  beyond = 0;
  /** @type {Face[] | null} */
  #flat = null;
  /** @type {Map<number | null, Group>} */
  #known = new Map();
  /** @type {PictureStamps} */
  #pictures = { start: "", renewed: {} };

  get current() {
    const face = this.find(this.currentId);
    return face?.shown ? face : null;
  }

  /** All faces of open groups in reading order; each knows its place in it (at) and in its group (index). */
  get flat() {
    if (this.#flat)
      return this.#flat;
    /** @type {Face[]} */
    const flat = this.#flat = [];
    for (const group of this.groups) {
      group.faces.forEach((face, i) => {
        face.index = i;
        face.at = group.collapsed ? -1 : flat.push(face) - 1;
      });
    }
    return flat;
  }

  /** How many wait, with those beyond the list. */
  get total() {
    return this.groups.reduce((sum, g) => sum + g.faces.length, 0) + this.beyond;
  }

  /** @param {number | null | undefined} id */
  find(id) {
    return id === null || id === undefined ? undefined : this.byId.get(id);
  }

  /**
   * The faces of these keys that are known here.
   * @param {number[]} ids
   */
  known(ids) {
    return ids.map(id => this.byId.get(id)).filter(f => f !== undefined);
  }

  changed() {
    this.#flat = null;
  }

  /**
   * Shows a list that the server answered, without what is being decided.
   * @param {ReviewIndex} index
   */
  load(index) {
    const pending = new Map([...this.byId].filter(([, face]) => face.pending > 0));
    this.groups = [];
    this.#known.clear();
    this.ghosts.clear();
    this.byId = pending;
    this.chosen.clear();
    this.currentId = this.anchorId = null;
    for (const group of index.groups) {
      const mine = this.#groupOf(group.personId, group.name);
      group.faces.forEach((row, i) => this.#place(row, mine, group.faces.length - i));
    }
    this.#settle(index);
    this.currentId = this.flat[0]?.id ?? null;
  }

  /**
   * Takes a newer list: new faces come in at their places, those under the cursor, chosen or just put back stay as they are.
   * @param {ReviewIndex} index
   * @param {number} asked when the list was asked for: what was settled since is newer than it.
   * @returns {Face[]} the faces that the list has no more; the caller finds out why.
   */
  merge(index, asked) {
    const listed = new Set();
    const now = Date.now();
    const keeps = (/** @type {Face} */ face) => face.id === this.currentId || this.chosen.has(face.id) || face.heldUntil > now;
    for (const group of index.groups) {
      const mine = this.#groupOf(group.personId, group.name);
      for (const [i, row] of group.faces.entries()) {
        listed.add(row[0]);
        const face = this.byId.get(row[0]);
        if (face && (face.pending > 0 || (face.shown && face.group !== mine && keeps(face)) || (!face.shown && face.settledAt >= asked - 100)))
          continue;
        if (face?.shown && face.group === mine)
          [face.version, face.share] = [row[1], row[2]];
        else {
          if (face?.shown)
            takeOut(face);
          this.#place(row, mine, group.faces.length - i, true);
        }
      }
    }
    this.#settle(index);
    return [...this.byId.values()].filter(f => f.shown && !listed.has(f.id) && f.pending === 0 && !f.ghost && !keeps(f));
  }

  /**
   * The address of a face's crop; another one when its picture has changed, so that the browser does not show the one that it kept.
   * @param {number} id
   */
  crop(id) {
    return `/api/v1/faces/${id}/crop?v=${this.#pictures.renewed[id] ?? this.#pictures.start}`;
  }

  /** @param {ReviewIndex} index */
  #settle(index) {
    this.#pictures = index.pictures;
    this.groups = this.groups.filter(g => g.faces.length > 0);
    this.currentId = this.current?.id ?? this.groups[0]?.faces[0]?.id ?? null;
    const listed = index.groups.reduce((sum, g) => sum + g.faces.length, 0);
    this.beyond = Math.max(0, index.total - listed);
    this.changed();
  }

  /**
   * A group that comes back stands where it stood.
   * @param {number | null} personId
   * @param {string | null} name
   */
  #groupOf(personId, name) {
    let group = this.#known.get(personId);
    if (!group)
      this.#known.set(personId, group = { personId, name, faces: [], collapsed: false, rank: this.#known.size, top: 0, height: 0 });
    const { rank } = group;
    group.name = name;
    if (!this.groups.includes(group)) {
      const after = this.groups.findIndex(g => g.rank > rank);
      this.groups.splice(after < 0 ? this.groups.length : after, 0, group);
    }
    return group;
  }

  /**
   * @param {FaceRow} row
   * @param {Group} group
   * @param {number} place the higher, the earlier
   */
  #place([id, version, share], group, place, sorted = false) {
    const face = this.byId.get(id);
    if (face && face.pending > 0)
      return;
    // Unknown faces keep the order of the list: they have no probability.
    const order = group.personId === null ? place : share;
    /** @type {Face} */
    const placed = {
      id, version, share, group, order, index: 0, at: -1, shown: true, pending: 0, ghost: null, detail: face?.detail ?? null, heldUntil: 0, settledAt: 0,
      refused: face?.refused ?? false,
    };
    this.#insert(face ? Object.assign(face, placed) : placed, sorted);
  }

  /**
   * @param {Face} face
   * @param {boolean} sorted
   */
  #insert(face, sorted) {
    this.byId.set(face.id, face);
    insert(face, sorted);
  }

  /**
   * Takes faces off; the cursor goes to the next one that stays.
   * @param {Face[]} faces
   */
  remove(faces) {
    if (faces.length === 0)
      return;
    const gone = new Set(faces.map(f => f.id));
    const flat = this.flat;
    if (this.currentId !== null && gone.has(this.currentId)) {
      const from = this.current?.at ?? 0;
      const next = flat.find((f, i) => i >= from && !gone.has(f.id)) ?? flat.findLast((f, i) => i < from && !gone.has(f.id));
      this.currentId = next?.id ?? null;
    }
    for (const group of new Set(faces.map(f => f.group)))
      group.faces = group.faces.filter(f => !gone.has(f.id));
    for (const face of faces) {
      face.shown = false;
      face.ghost = null;
      this.chosen.delete(face.id);
      this.ghosts.delete(face);
    }
    this.groups = this.groups.filter(g => g.faces.length > 0);
    this.changed();
    this.currentId ??= this.flat[0]?.id ?? null;
  }

  /**
   * Puts faces back where they were.
   * @param {Face[]} faces
   */
  putBack(faces) {
    for (const face of faces) {
      if (face.shown)
        continue;
      const group = this.#groupOf(face.group.personId, face.group.name);
      group.collapsed = false;
      Object.assign(face, { group, shown: true, ghost: null, heldUntil: Date.now() + 6000 });
      this.#insert(face, true);
    }
    this.changed();
    this.currentId ??= this.flat[0]?.id ?? null;
  }

  /**
   * Shows a face that the list did not have, or had elsewhere, under its first suggestion.
   * @param {Detail} detail with at least one suggestion
   */
  suggest(detail) {
    const first = detail.suggestions[0];
    const old = this.byId.get(detail.id);
    if (old?.shown)
      takeOut(old);
    if (old)
      this.ghosts.delete(old);
    this.#place([detail.id, detail.version, Math.round(first.probability * 1000)], this.#groupOf(first.personId, first.name), 0, true);
    const face = this.byId.get(detail.id);
    if (face)
      face.detail = detail;
    this.groups = this.groups.filter(g => g.faces.length > 0);
    this.changed();
  }

  /**
   * Marks a face that somebody else has decided: it stays where it is until the user moves on, so that nothing slides under a finger.
   * @param {Face} face
   * @param {string} words
   */
  haunt(face, words) {
    face.ghost = words;
    this.ghosts.add(face);
    this.chosen.delete(face.id);
  }

  /** Removes what others have decided, but for the face under the cursor. */
  sweep() {
    this.remove([...this.ghosts].filter(f => f.id !== this.currentId));
  }

  /**
   * @param {Face} from
   * @param {Face} to
   * @param {boolean} add to what is chosen already
   */
  choose(from, to, add = false) {
    if (!add)
      this.chosen.clear();
    for (const face of this.flat.slice(Math.min(from.at, to.at), Math.max(from.at, to.at) + 1)) {
      if (!face.ghost)
        this.chosen.add(face.id);
    }
  }

  /** @param {Face} face */
  toggle(face) {
    if (!this.chosen.delete(face.id) && !face.ghost)
      this.chosen.add(face.id);
  }

  /** What a key acts on: the chosen faces in reading order, or the one under the cursor. */
  targets() {
    const chosen = this.chosen.size > 0 ? this.flat.filter(f => this.chosen.has(f.id)) : [];
    return chosen.length > 0 ? chosen : this.current ? [this.current] : [];
  }
}

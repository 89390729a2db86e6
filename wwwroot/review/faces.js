// The faces that wait, by person, with the cursor and what is chosen. Knows nothing of the screen.

/** @typedef {{ id, version, share, group, order, index, at, shown, pending, ghost, detail, heldUntil, settledAt }} Face */

const before = (a, b) => b.order - a.order || b.id - a.id;

export class Faces {
  groups = [];
  byId = new Map();
  currentId = null;
  anchorId = null;
  chosen = new Set();
  ghosts = new Set();
  beyond = 0;
  #flat = null;
  #known = new Map();

  get current() {
    const face = this.byId.get(this.currentId);
    return face?.shown ? face : null;
  }

  /** All faces of open groups in reading order; each knows its place in it (at) and in its group (index). */
  get flat() {
    if (this.#flat)
      return this.#flat;
    this.#flat = [];
    for (const group of this.groups) {
      group.faces.forEach((face, i) => {
        face.index = i;
        face.at = group.collapsed ? -1 : this.#flat.push(face) - 1;
      });
    }
    return this.#flat;
  }

  changed() {
    this.#flat = null;
  }

  /** Shows a list that the server answered, without what is being decided. */
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
   * @param asked when the list was asked for: what was settled since is newer than it.
   * @returns the faces that the list has no more; the caller finds out why.
   */
  merge(index, asked) {
    const listed = new Set();
    const now = Date.now();
    const keeps = face => face.id === this.currentId || this.chosen.has(face.id) || face.heldUntil > now;
    for (const group of index.groups) {
      const mine = this.#groupOf(group.personId, group.name);
      for (const [i, row] of group.faces.entries()) {
        listed.add(row[0]);
        const face = this.byId.get(row[0]);
        if (face?.pending > 0 || (face?.shown && face.group !== mine && keeps(face)) || (face && !face.shown && face.settledAt >= asked - 100))
          continue;
        if (face?.shown && face.group === mine)
          [face.version, face.share] = [row[1], row[2]];
        else {
          if (face?.shown)
            this.#out(face);
          this.#place(row, mine, group.faces.length - i, true);
        }
      }
    }
    this.#settle(index);
    return [...this.byId.values()].filter(f => f.shown && !listed.has(f.id) && f.pending === 0 && !f.ghost && !keeps(f));
  }

  #settle(index) {
    this.groups = this.groups.filter(g => g.faces.length > 0);
    this.currentId = this.current?.id ?? this.groups[0]?.faces[0]?.id ?? null;
    const listed = index.groups.reduce((sum, g) => sum + g.faces.length, 0);
    this.beyond = Math.max(0, index.total - listed);
    this.changed();
  }

  // A group that comes back stands where it stood.
  #groupOf(personId, name) {
    let group = this.#known.get(personId);
    if (!group)
      this.#known.set(personId, group = { personId, name, faces: [], collapsed: false, rank: this.#known.size });
    group.name = name;
    if (!this.groups.includes(group)) {
      const after = this.groups.findIndex(g => g.rank > group.rank);
      this.groups.splice(after < 0 ? this.groups.length : after, 0, group);
    }
    return group;
  }

  #place(row, group, place, sorted = false) {
    const [id, version, share] = row;
    const face = this.byId.get(id);
    if (face?.pending > 0)
      return;
    // Unknown faces keep the order of the list: they have no probability.
    const order = group.personId === null ? place : share;
    const placed = { id, version, share, group, order, index: 0, at: -1, shown: true, pending: 0, ghost: null, detail: face?.detail ?? null, heldUntil: 0, settledAt: 0 };
    if (face)
      Object.assign(face, { ...placed, detail: face.detail });
    this.#insert(face ?? placed, sorted);
  }

  #insert(face, sorted) {
    this.byId.set(face.id, face);
    const faces = face.group.faces;
    const at = sorted ? faces.findIndex(f => before(face, f) < 0) : -1;
    faces.splice(at < 0 ? faces.length : at, 0, face);
  }

  #out(face) {
    const at = face.group.faces.indexOf(face);
    if (at >= 0)
      face.group.faces.splice(at, 1);
    face.shown = false;
  }

  /** Takes faces off; the cursor goes to the next one that stays. */
  remove(faces) {
    if (faces.length === 0)
      return;
    const gone = new Set(faces.map(f => f.id));
    const flat = this.flat;
    if (gone.has(this.currentId)) {
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

  /** Puts faces back where they were. */
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

  /** Shows a face that the list did not have, or had elsewhere, under its first suggestion. */
  suggest(detail) {
    const first = detail.suggestions[0];
    const face = this.byId.get(detail.id);
    const share = Math.round(first.probability * 1000);
    if (face?.shown)
      this.#out(face);
    this.ghosts.delete(face);
    this.#place([detail.id, detail.version, share], this.#groupOf(first.personId, first.name), 0, true);
    this.byId.get(detail.id).detail = detail;
    this.groups = this.groups.filter(g => g.faces.length > 0);
    this.changed();
  }

  /** Marks a face that somebody else has decided: it stays where it is until the user moves on, so that nothing slides under a finger. */
  haunt(face, words) {
    face.ghost = words;
    this.ghosts.add(face);
    this.chosen.delete(face.id);
  }

  /** Removes what others have decided, but for the face under the cursor. */
  sweep() {
    this.remove([...this.ghosts].filter(f => f.id !== this.currentId));
  }

  choose(from, to, add = false) {
    if (!add)
      this.chosen.clear();
    for (const face of this.flat.slice(Math.min(from.at, to.at), Math.max(from.at, to.at) + 1)) {
      if (!face.ghost)
        this.chosen.add(face.id);
    }
  }

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

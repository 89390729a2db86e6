import assert from "node:assert/strict";
import { test } from "node:test";
import { Faces } from "../../wwwroot/review/faces.js";

/** Ada has 1, 3, 5 and Bob 2, 4, the surest first; 6 and 7 have no name. */
const index = () => ({
  total: 7,
  pictures: { start: "1", renewed: {} },
  groups: [
    { personId: 11, name: "Ada", faces: [[1, 1, 990], [3, 1, 800], [5, 1, 600]] },
    { personId: 12, name: "Bob", faces: [[2, 1, 950], [4, 1, 700]] },
    { personId: null, name: null, faces: [[7, 1, 0], [6, 1, 0]] },
  ],
});

function loaded() {
  const faces = new Faces();
  faces.load(index());
  return faces;
}

const ids = faces => faces.map(f => f.id);

test("a list is in reading order, person by person, with the cursor on its first face", () => {
  const faces = loaded();
  assert.deepEqual(ids(faces.flat), [1, 3, 5, 2, 4, 7, 6]);
  assert.deepEqual(faces.flat.map(f => f.at), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(faces.flat.map(f => f.index), [0, 1, 2, 0, 1, 0, 1]);
  assert.equal(faces.currentId, 1);
  assert.equal(faces.total, 7);
});

test("a closed group's faces are in no one's way, but still counted", () => {
  const faces = loaded();
  faces.groups[0].collapsed = true;
  faces.changed();
  assert.deepEqual(ids(faces.flat), [2, 4, 7, 6]);
  assert.equal(faces.byId.get(3).at, -1);
  assert.equal(faces.total, 7);
});

test("faces beyond the list are counted", () => {
  const faces = new Faces();
  faces.load({ ...index(), total: 1000 });
  assert.equal(faces.beyond, 993);
  assert.equal(faces.total, 1000);
});

test("when faces go, the cursor goes to the next that stays, at the end to the one before", () => {
  const faces = loaded();
  faces.currentId = 3;
  faces.remove([faces.byId.get(3), faces.byId.get(5)]);
  assert.equal(faces.currentId, 2);
  faces.currentId = 6;
  faces.remove([faces.byId.get(6)]);
  assert.equal(faces.currentId, 7);
  assert.deepEqual(ids(faces.flat), [1, 2, 4, 7]);
});

test("an empty group goes, and comes back where it stood with its faces in their order", () => {
  const faces = loaded();
  const [two, four] = [faces.byId.get(2), faces.byId.get(4)];
  faces.remove([two, four]);
  assert.deepEqual(faces.groups.map(g => g.name), ["Ada", null]);
  faces.putBack([four, two]);
  assert.deepEqual(faces.groups.map(g => g.name), ["Ada", "Bob", null]);
  assert.deepEqual(ids(faces.flat), [1, 3, 5, 2, 4, 7, 6]);
});

test("unknown faces keep the list's order when they are put back", () => {
  const faces = loaded();
  faces.remove([faces.byId.get(7)]);
  faces.putBack([faces.byId.get(7)]);
  assert.deepEqual(ids(faces.flat).slice(-2), [7, 6]);
});

test("a choice is a range in reading order, over groups; keys act on it in that order", () => {
  const faces = loaded();
  faces.choose(faces.byId.get(2), faces.byId.get(3));
  assert.deepEqual(ids(faces.targets()), [3, 5, 2]);
  faces.toggle(faces.byId.get(5));
  faces.toggle(faces.byId.get(6));
  assert.deepEqual(ids(faces.targets()), [3, 2, 6]);
  faces.chosen.clear();
  assert.deepEqual(ids(faces.targets()), [1]);
});

test("what somebody else has decided cannot be chosen, and goes when the cursor is elsewhere", () => {
  const faces = loaded();
  faces.currentId = 3;
  faces.haunt(faces.byId.get(3), "Bob: said meanwhile");
  faces.haunt(faces.byId.get(5), "Ignored meanwhile");
  faces.choose(faces.byId.get(1), faces.byId.get(5));
  assert.deepEqual([...faces.chosen], [1]);
  faces.sweep();
  assert.deepEqual(ids(faces.flat), [1, 3, 2, 4, 7, 6]);
  faces.currentId = 1;
  faces.sweep();
  assert.deepEqual(ids(faces.flat), [1, 2, 4, 7, 6]);
});

test("a newer list brings new faces to their places and names those that are gone", () => {
  const faces = loaded();
  const asked = Date.now();
  const lost = faces.merge({
    total: 7,
    pictures: { start: "1", renewed: {} },
    groups: [
      { personId: 11, name: "Ada B.", faces: [[1, 1, 990], [8, 1, 900], [3, 2, 810]] },
      { personId: 12, name: "Bob", faces: [[2, 1, 950], [4, 1, 700]] },
      { personId: 13, name: "Eve", faces: [[9, 1, 500]] },
    ],
  }, asked);
  assert.deepEqual(ids(lost), [5, 7, 6]);
  assert.deepEqual(ids(faces.groups[0].faces), [1, 8, 3, 5]);
  assert.equal(faces.groups[0].name, "Ada B.");
  assert.deepEqual([faces.byId.get(3).version, faces.byId.get(3).share], [2, 810]);
  assert.equal(faces.byId.get(9).group.name, "Eve");
});

test("a newer list leaves alone what is under the cursor, chosen, on its way to the server, or settled since it was asked for", () => {
  const faces = loaded();
  faces.chosen.add(3);
  faces.byId.get(5).pending = 1;
  faces.remove([faces.byId.get(5)]);
  faces.byId.get(2).settledAt = Date.now();
  faces.remove([faces.byId.get(2)]);
  const all = [[1, 2, 990], [3, 2, 800], [5, 2, 600], [2, 2, 950], [4, 2, 700]];
  const lost = faces.merge({ total: 5, pictures: { start: "1", renewed: {} }, groups: [{ personId: 14, name: "Zoe", faces: all }] }, Date.now());
  const named = name => ids(faces.groups.find(g => g.name === name)?.faces ?? []);
  assert.deepEqual(named("Ada"), [1, 3]);
  assert.deepEqual(named("Zoe"), [4]);
  assert.equal(faces.byId.get(5).shown, false);
  assert.equal(faces.byId.get(2).shown, false);
  assert.deepEqual(ids(lost), [7, 6]);
});

test("a face is shown under a new first suggestion", () => {
  const faces = loaded();
  faces.suggest({ id: 1, version: 4, suggestions: [{ personId: 12, name: "Bob", probability: .8 }] });
  assert.deepEqual(ids(faces.groups.find(g => g.name === "Bob").faces), [2, 1, 4]);
  assert.deepEqual(ids(faces.groups.find(g => g.name === "Ada").faces), [3, 5]);
  assert.equal(faces.byId.get(1).version, 4);
});

test("a new filter's list leaves out what is still being decided", () => {
  const faces = loaded();
  faces.byId.get(1).pending = 1;
  faces.remove([faces.byId.get(1)]);
  faces.load(index());
  assert.deepEqual(ids(faces.flat), [3, 5, 2, 4, 7, 6]);
});

test("a face has another crop's address only when its picture has changed", () => {
  const faces = new Faces();
  const rows = /** @type {[number, number, number][]} */ ([[1, 0, 900], [2, 0, 800]]);
  const groups = [{ personId: 11, name: "Ada", faces: rows }];
  faces.load({ total: 2, groups, pictures: { start: "a", renewed: {} } });
  assert.equal(faces.crop(1), "/api/v1/faces/1/crop?v=a");
  faces.merge({ total: 2, groups, pictures: { start: "a", renewed: { 2: "b" } } }, Date.now());
  assert.equal(faces.crop(1), "/api/v1/faces/1/crop?v=a");
  assert.equal(faces.crop(2), "/api/v1/faces/2/crop?v=b");
});

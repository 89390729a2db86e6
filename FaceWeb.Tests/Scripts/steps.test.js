import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Answers } from "../../wwwroot/review/answers.js";
import { Decisions } from "../../wwwroot/review/decisions.js";
import { Faces } from "../../wwwroot/review/faces.js";
import { Older } from "../../wwwroot/review/older.js";
import { Queue } from "../../wwwroot/review/queue.js";
import { Steps } from "../../wwwroot/review/steps.js";
import { ReviewServer, Store, rest } from "./review-server.js";

// The page's parts as page.js joins them, but for those that draw.
let server, faces, queue, decisions, said, warned, looked, came;

beforeEach(() => {
  server = new ReviewServer(6);
  [said, warned, looked, came] = [[], [], [], []];
  faces = new Faces();
  faces.load({ total: 6, pictures: { start: "1", renewed: {} }, groups: [{ personId: 11, name: "Ada", faces: [1, 2, 3, 4, 5, 6].map(id => [id, 1, 1000 - id]) }] });
  queue = new Queue("7", { server, store: new Store(), events: new EventTarget() });
  const bar = { say: text => said.push(text), warn: text => warned.push(text) };
  const screen = { draw() { }, drawAndReveal() { } };
  const others = { look: async list => looked.push(list.map(f => f.id)), refreshSoon() { }, comeBack: ids => came.push(ids) };
  const next = list => list.length === 0 ? null : { actionId: list.at(-1).id, text: "Ignored 1 face, 2 days ago, from the photo page" };
  const older = new Older({ queue, bar, visit: { stopped: false }, steps: async () => ({ undo: next(server.actions), redo: next(server.undone) }) });
  const steps = new Steps({ faces, queue, screen, bar, older });
  decisions = new Decisions({ faces, queue, steps, naming: { start() { }, stop: () => [] }, bar, screen, mayEdit: true });
  queue.attach(new Answers({ faces, queue, steps, bar, screen, count: { draw() { } }, others }));
});

const shown = () => faces.flat.map(f => f.id);
const all = () => [1, 2, 3, 4, 5, 6].map(id => server.said(id)[0]).join("");

test("a key shows at once and is saved after", async () => {
  decisions.ignore();
  assert.deepEqual([shown(), faces.currentId], [[2, 3, 4, 5, 6], 2]);
  assert.equal(all(), "uuuuuu");
  await queue.drained();
  assert.equal(all(), "iuuuuu");
});

test("undo puts faces back under the cursor, redo takes them off again", async () => {
  decisions.ignore();
  decisions.notAFace();
  await queue.drained();
  decisions.undo();
  decisions.undo();
  assert.deepEqual([shown(), faces.currentId], [[1, 2, 3, 4, 5, 6], 1]);
  await queue.drained();
  assert.equal(all(), "uuuuuu");
  decisions.redo();
  await queue.drained();
  assert.deepEqual([shown(), all()], [[2, 3, 4, 5, 6], "iuuuuu"]);
  decisions.redo();
  await queue.drained();
  assert.deepEqual([shown(), all()], [[3, 4, 5, 6], "inuuuu"]);
  assert.deepEqual(said, ["Undone: not a face.", "Undone: ignored.", "Redone: ignored.", "Redone: not a face."]);
});

test("pressed faster than the server answers, the last word stands", async () => {
  decisions.ignore();
  decisions.undo();
  decisions.redo();
  decisions.undo();
  decisions.confirm(faces.targets());
  await queue.drained();
  assert.equal(server.said(1), "confirmed 11");
  assert.equal(faces.byId.get(1).pending, 0);
});

test("what was undone before it was sent is said anew by its redo", async () => {
  let open;
  const opened = new Promise(resolve => { open = resolve; });
  server.before = () => opened;
  decisions.ignore();
  decisions.notAFace();
  decisions.undo();
  assert.deepEqual(shown(), [2, 3, 4, 5, 6]);
  decisions.redo();
  assert.deepEqual(shown(), [3, 4, 5, 6]);
  open();
  await queue.drained();
  assert.equal(all(), "inuuuu");
  assert.deepEqual(server.calls.map(c => c[0]), ["decide", "decide"]);
});

test("a new decision ends what could be redone", async () => {
  decisions.ignore();
  decisions.undo();
  decisions.notAFace();
  await queue.drained();
  decisions.redo();
  await rest();
  assert.deepEqual(said.at(-1), "There is nothing to redo.");
  assert.equal(server.said(1), "notAFace");
});

test("what the server refused is looked at, and is no step to undo", async () => {
  server.meanwhile(1, "notAFace");
  decisions.ignore();
  await queue.drained();
  assert.deepEqual(warned, ["Not taken: Somebody else has decided this face."]);
  assert.deepEqual(looked, [[1]]);
  decisions.undo();
  await rest();
  assert.equal(server.said(1), "notAFace");
  assert.deepEqual(said, ["There is nothing left to undo."]);
});

test("of a range the refused face is left out of its undo", async () => {
  server.meanwhile(2, "notAFace");
  faces.choose(faces.byId.get(1), faces.byId.get(3));
  decisions.ignore();
  await queue.drained();
  assert.equal(all(), "iniuuu");
  decisions.undo();
  await queue.drained();
  assert.equal(all(), "unuuuu");
  assert.deepEqual(shown(), [1, 3, 4, 5, 6]);
});

test("what was done before this visit is named first, and undone when asked again", async () => {
  await server.decide([{ items: [{ faceId: 5, version: 1, decision: "ignored" }] }]);
  decisions.undo();
  await rest();
  assert.deepEqual(said, ["Ctrl+Z again takes back: Ignored 1 face, 2 days ago, from the photo page."]);
  assert.equal(server.said(5), "ignored");
  decisions.undo({ repeated: true });
  await rest();
  assert.equal(server.said(5), "ignored", "a key that is held down does not mean again");
  decisions.undo();
  await rest();
  assert.equal(server.said(5), "undecided");
  assert.deepEqual(came, [[5]]);
  decisions.redo();
  await rest();
  assert.equal(server.said(5), "ignored");
  assert.equal(said.at(-1), "Redone: It is done again.");
});

test("what was named is forgotten when something else is done meanwhile", async () => {
  await server.decide([{ items: [{ faceId: 5, version: 1, decision: "ignored" }] }]);
  decisions.undo();
  await rest();
  decisions.notAFace();
  decisions.undo();
  await queue.drained();
  assert.equal(server.said(5), "ignored");
  decisions.undo({ byKey: false });
  await rest();
  assert.match(said.at(-1), /^Undo again takes back/);
  assert.equal(server.said(5), "ignored");
});

test("a candidate's number becomes its name in the words of the undo", async () => {
  decisions.confirmCandidate(2);
  await queue.drained();
  assert.equal(server.said(1), "confirmed 12");
  decisions.undo();
  assert.deepEqual(said, ["Undone: confirmed as Person 12."]);
});

test("of several faces the number and the words are said", async () => {
  faces.choose(faces.byId.get(1), faces.byId.get(4));
  decisions.reject();
  assert.deepEqual(said, ["Not Ada (4 faces)."]);
  await queue.drained();
  assert.deepEqual(looked, [[1, 2, 3, 4]]);
});

test("confirm all shown leaves the chosen ones out", async () => {
  faces.toggle(faces.byId.get(2));
  assert.equal(decisions.confirmable(), 5);
  decisions.confirmShown();
  await queue.drained();
  assert.equal(all(), "cucccc");
});

test("a viewer's keys say nothing", async () => {
  const viewer = new Decisions({ faces, queue, steps: null, naming: null, bar: { say() { }, warn() { } }, screen: { drawAndReveal() { } }, mayEdit: false });
  viewer.ignore();
  viewer.undo();
  viewer.confirm(faces.targets());
  await queue.drained();
  assert.equal(all(), "uuuuuu");
  assert.deepEqual(shown(), [1, 2, 3, 4, 5, 6]);
});

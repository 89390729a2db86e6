import assert from "node:assert/strict";
import { test } from "node:test";
import { Queue } from "../../wwwroot/review/queue.js";
import { Refused } from "../../wwwroot/review/server.js";
import { ReviewServer, Store, rest } from "./review-server.js";

const item = (faceId, decision = "ignored", version = 1) => ({ faceId, version, decision });
const network = () => new TypeError("fetch failed");

/** A queue with its server and whoever hears of its answers. */
function start({ server = new ReviewServer(20), store = new Store(), events = new EventTarget(), user = "7", attached = true } = {}) {
  const heard = [];
  const queue = new Queue(user, { server, store, events });
  const listener = { tell() { } };
  for (const what of ["decided", "undone", "redone", "refused"])
    listener[what] = (...rest) => heard.push([what, ...rest]);
  if (attached)
    queue.attach(listener);
  return { server, store, events, queue, heard, listener };
}

/** A door before the server's answers: closed until opened. */
function door(server) {
  let open;
  const opened = new Promise(resolve => { open = resolve; });
  server.before = () => opened;
  return () => open();
}

test("decisions are sent in order and told of", async () => {
  const { server, queue, heard } = start();
  queue.decide([item(1), item(2)]);
  queue.decide([item(3, "notAFace")]);
  await queue.drained();
  assert.deepEqual([1, 2, 3].map(id => server.said(id)), ["ignored", "ignored", "notAFace"]);
  assert.deepEqual(heard.map(([what, action]) => [what, action.items.length]), [["decided", 2], ["decided", 1]]);
});

test("one request is under way at a time; what comes meanwhile goes together", async () => {
  const { server, queue } = start();
  const open = door(server);
  queue.decide([item(1)]);
  queue.decide([item(2)]);
  queue.decide([item(3)]);
  await new Promise(setImmediate);
  assert.equal(server.calls.length, 1);
  open();
  await queue.drained();
  assert.deepEqual(server.calls.map(([, actions]) => actions.length), [1, 2]);
});

test("a second decision on the same face carries the version that came of the first", async () => {
  const { server, queue } = start();
  queue.decide([item(1)]);
  queue.decide([item(1, "notAFace")]);
  await queue.drained();
  assert.equal(server.said(1), "notAFace");
});

test("a face that somebody else decided meanwhile is refused, the others of the action are not", async () => {
  const { server, queue, heard } = start();
  server.meanwhile(2, "notAFace");
  queue.decide([item(1), item(2)]);
  await queue.drained();
  assert.deepEqual([server.said(1), server.said(2)], ["ignored", "notAFace"]);
  assert.deepEqual(heard[0][2].refused.map(r => r.faceId), [2]);
});

test("a broken connection loses nothing: the same is sent again, and done once", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, queue, heard, store } = start();
  let broken = true;
  const { decide } = server;
  // The server has taken it, and the answer is lost.
  server.decide = async actions => {
    const answer = await decide(actions);
    if (broken)
      throw network();
    return answer;
  };
  queue.decide([item(1)]);
  await assert.rejects(queue.drained());
  assert.match(queue.trouble, /^The server cannot be reached just now: 1 decision waits here and is kept until it can\.$/);
  assert.equal(store.values.size, 1);
  assert.equal(server.said(1), "ignored");
  broken = false;
  t.mock.timers.tick(500);
  await rest();
  assert.equal(queue.trouble, null);
  assert.equal(server.faces.get(1).version, 2);
  assert.deepEqual(heard.map(h => h[0]), ["decided"]);
  assert.equal(store.values.size, 0);
});

test("it waits longer from try to try, and not at all when the network comes back", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, queue, events } = start();
  server.before = async () => { throw network(); };
  queue.decide([item(1)]);
  await rest();
  for (const [wait, calls] of [[499, 1], [1, 2], [999, 2], [1, 3]]) {
    t.mock.timers.tick(wait);
    await rest();
    assert.equal(server.calls.length, calls);
  }
  server.before = async () => { };
  events.dispatchEvent(new Event("online"));
  await rest();
  assert.equal(server.said(1), "ignored");
});

test("who is signed out, or may not decide any more, is told so, and what was said is kept", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [status, words] of [[401, /^You are signed out: 2 decisions wait here and are kept\./], [403, /^You may not decide faces any more/]]) {
    const { server, queue } = start();
    server.before = async () => { throw new Refused(status, "No."); };
    queue.decide([item(1)]);
    queue.decide([item(2)]);
    await rest();
    assert.match(queue.trouble, words);
    assert.equal(queue.pending.length, 2);
  }
});

test("what has no answer outlives a reload, for the same user alone", async () => {
  const store = new Store();
  const first = start({ store });
  door(first.server);
  first.queue.decide([item(1)]);
  assert.equal(start({ store, user: "8" }).queue.pending.length, 0);
  const second = start({ store });
  await second.queue.drained();
  assert.equal(second.server.said(1), "ignored");
});

test("one malformed action is refused with the server's sentence and does not take the others with it", async () => {
  const { server, queue, heard } = start();
  server.before = async (_, actions) => {
    if (actions.some(a => a.items.some(i => i.faceId === 2)))
      throw new Refused(400, "There is no such face.");
  };
  queue.decide([item(9)]);
  queue.decide([item(1)]);
  queue.decide([item(2)]);
  queue.decide([item(3)]);
  await queue.drained();
  assert.deepEqual([1, 2, 3].map(id => server.said(id)), ["ignored", "undecided", "ignored"]);
  assert.deepEqual(heard.filter(h => h[0] === "refused").map(([, action, reason]) => [action.items[0].faceId, reason]), [[2, "There is no such face."]]);
});

test("a candidate by its number is looked up before it is sent", async () => {
  const { server, queue } = start();
  queue.decide([{ ...item(1, "confirmed"), candidate: 2, of: 1 }, { ...item(3, "confirmed"), candidate: 2, of: 1 }]);
  await queue.drained();
  assert.deepEqual([server.said(1), server.said(3)], ["confirmed 12", "confirmed 12"]);
  assert.deepEqual(server.calls[0], ["details", [1]]);
});

test("a candidate that is not there is refused", async () => {
  const { server, queue, heard } = start();
  queue.decide([{ ...item(1, "confirmed"), candidate: 4, of: 1 }]);
  await queue.drained();
  assert.equal(server.said(1), "undecided");
  assert.match(heard[0][2], /^There is no candidate 4/);
});

test("an action that was not sent is dropped by its undo; one that was sent is undone on the server", async () => {
  const { server, queue } = start();
  const open = door(server);
  const [sent] = queue.decide([item(1)]);
  const [waiting] = queue.decide([item(2)]);
  assert.equal(queue.undo(waiting), false);
  assert.equal(queue.undo(sent), true);
  open();
  await queue.drained();
  assert.deepEqual([server.said(1), server.said(2)], ["undecided", "undecided"]);
  assert.deepEqual(server.calls.map(c => c[0]), ["decide", "undo"]);
});

test("a redo before its undo was sent drops the undo", async () => {
  const { server, queue } = start();
  const open = door(server);
  const [action] = queue.decide([item(1)]);
  queue.decide([item(2)]);
  queue.undo(action);
  assert.equal(queue.redo(action), false);
  open();
  await queue.drained();
  assert.equal(server.said(1), "ignored");
});

test("undo, redo and undo again of one action, pressed faster than the server answers", async () => {
  const { server, queue } = start();
  const [action] = queue.decide([item(1)]);
  await queue.drained();
  const open = door(server);
  queue.undo(action);
  await new Promise(setImmediate);
  queue.redo(action);
  await new Promise(setImmediate);
  open();
  await queue.drained();
  assert.equal(server.said(1), "ignored");
  queue.undo(action);
  await queue.drained();
  assert.equal(server.said(1), "undecided");
});

test("an undo of what had written nothing takes back nothing older", async () => {
  const { server, queue, heard } = start();
  queue.decide([item(1)]);
  await queue.drained();
  const [again] = queue.decide([item(1, "ignored", 2)]);
  await queue.drained();
  queue.undo(again);
  await queue.drained();
  assert.equal(server.said(1), "ignored");
  assert.deepEqual(heard.at(-1).slice(0, 1).concat(heard.at(-1)[2]), ["undone", null]);
});

test("an undo that the server refuses is told with its sentence", async () => {
  const { queue, heard } = start();
  queue.undo(null, 4711);
  await queue.drained();
  assert.deepEqual([heard[0][0], heard[0][2]], ["refused", "That is not the last that you did."]);
});

test("a refusal that nobody was there to hear is told to the next page", async () => {
  const { server, queue, listener, heard } = start({ attached: false });
  server.before = async () => { throw new Refused(400, "No."); };
  queue.decide([item(1)]);
  await queue.drained();
  assert.equal(heard.length, 0);
  queue.attach(listener);
  assert.deepEqual(heard.map(h => [h[0], h[2]]), [["refused", "No."]]);
});

test("thousands of faces become several actions, and several requests", async () => {
  const { server, queue } = start({ server: new ReviewServer(12_000) });
  const actions = queue.decide([...Array(12_000).keys()].map(i => item(i + 1)));
  assert.deepEqual(actions.map(a => a.items.length), [5000, 5000, 2000]);
  await queue.drained();
  assert.deepEqual(server.calls.map(([, sent]) => sent.map(a => a.items.length)), [[5000], [5000], [2000]]);
  assert.equal(server.said(12_000), "ignored");
});

test("leaving is asked about only while saving fails", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, queue, events } = start();
  const leave = () => !events.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  assert.equal(leave(), false);
  server.before = async () => { throw network(); };
  queue.decide([item(1)]);
  assert.equal(leave(), false);
  await rest();
  assert.equal(leave(), true);
});

// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { clock } from "../../wwwroot/layout/words.js";
import { contained, placeOf, seenAt } from "../../wwwroot/videos/tracks.js";

/** @import { Sighting } from "../../wwwroot/videos/tracks.js" */

/** @type {Sighting[]} */
const sightings = [[1000, 100, 50, 40, 60], [1200, 140, 50, 40, 60], [2000, 140, 90, 80, 100]];
const size = { width: 200, height: 100 };

test("a box goes evenly from one sighting to the next and stays before the first and after the last", () => {
  assert.deepEqual(placeOf(sightings, 1100, size), { left: .6, top: .5, width: .2, height: .6 });
  assert.deepEqual(placeOf(sightings, 1600, size), { left: .7, top: .7, width: .3, height: .8 });
  assert.equal(placeOf(sightings, 0, size).left, .5);
  assert.equal(placeOf(sightings, 9000, size).top, .9);
  assert.equal(placeOf([[5, 20, 10, 40, 60]], 5, size).left, .1);
});

test("a face is seen from its first to its last frame", () => {
  const tracks = { duration: 3000, turn: 0, ...size, tracks: [{ faceId: 7, start: 1000, end: 2000, sightings }] };
  const seen = (/** @type {number} */ at) => seenAt(tracks, at).map(face => face.faceId);
  assert.deepEqual([900, 999, 1500, 2020, 2100].map(seen), [[], [7], [7], [7], []]);
});

test("between two appearances that were joined nobody is seen", () => {
  /** @type {Sighting[]} */
  const joined = [[1000, 0, 0, 40, 40], [1200, 0, 0, 40, 40], [5000, 90, 0, 40, 40], [5200, 90, 0, 40, 40]];
  const tracks = { duration: 9000, turn: 0, ...size, tracks: [{ faceId: 7, start: 1000, end: 5200, sightings: joined }] };
  assert.deepEqual([1100, 1230, 1300, 3000, 4999, 5000, 5200].map(at => seenAt(tracks, at).length), [1, 1, 0, 0, 0, 1, 1]);
});

test("a picture fills its frame without being cut", () => {
  assert.deepEqual(contained(400, 100, 2), { left: 100, top: 0, width: 200, height: 100 });
  assert.deepEqual(contained(100, 400, 2), { left: 0, top: 175, width: 100, height: 50 });
});

test("times are shown as players show them", () => {
  assert.deepEqual([0, 7999, 61_000, 3_729_000, -5].map(clock), ["0:00", "0:07", "1:01", "1:02:09", "0:00"]);
});

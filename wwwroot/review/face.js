// @ts-check
// A face that waits, and the group in which it stands.
import { clock } from "../layout/words.js";

/** @import { Detail } from "./server.js" */

/**
 * @typedef {object} Group the faces for which the same name is suggested first
 * @property {number | null} personId null: no name is suggested
 * @property {string | null} name
 * @property {Face[]} faces
 * @property {boolean} collapsed
 * @property {number} rank its place among all groups that were ever here
 * @property {number} top pixels; the grid's
 * @property {number} height pixels; the grid's
 */
/**
 * @typedef {object} Face
 * @property {number} id
 * @property {number} version the one that is shown: decisions carry it
 * @property {number} share the probability of its group's name in thousandths
 * @property {Group} group
 * @property {number} order the higher, the earlier in its group
 * @property {number} index its place in its group
 * @property {number} at its place among all faces of open groups; -1 in a closed one
 * @property {boolean} shown
 * @property {number} pending answers to come
 * @property {string | null} ghost what somebody else has said of it
 * @property {Detail | null} detail
 * @property {number} heldUntil until when newer lists leave it where it is
 * @property {number} settledAt when the server has answered last
 * @property {boolean} refused whether the server refused what was said last
 */

/**
 * @param {Face} a
 * @param {Face} b
 */
const before = (a, b) => b.order - a.order || b.id - a.id;

/**
 * Puts a face into its group: at its place, or at the end.
 * @param {Face} face
 * @param {boolean} sorted
 */
export function insert(face, sorted) {
  const faces = face.group.faces;
  const at = sorted ? faces.findIndex(f => before(face, f) < 0) : -1;
  faces.splice(at < 0 ? faces.length : at, 0, face);
}

/**
 * Takes a face out of its group.
 * @param {Face} face
 */
export function takeOut(face) {
  const at = face.group.faces.indexOf(face);
  if (at >= 0)
    face.group.faces.splice(at, 1);
  face.shown = false;
}

/**
 * The address of a face's photo; null while that is not known.
 * @param {Face} face
 */
export const photoOf = face => face.detail ? pageOf(face.id, face.detail) : null;

/**
 * The address of the page that shows a face where it was found: its photo's, or its video's at that moment.
 * @param {number} id the face
 * @param {{ photoId: number, seen?: Detail["seen"] }} detail
 */
export const pageOf = (id, detail) => detail.seen ? `/videos/${detail.photoId}?face=${id}&at=${detail.seen.bestAt / 1000}` : `/photos/${detail.photoId}`;

/**
 * When a video shows a face, in words: "Video, 0:12 to 0:15".
 * @param {NonNullable<Detail["seen"]>} seen
 */
export const seenWords = seen => `Video, ${clock(seen.start)} to ${clock(seen.end)}`;

// @ts-check
// Where the faces of a video are at a time: read from the server, followed evenly between two sightings.

/** @typedef {[number, number, number, number, number]} Sighting milliseconds, then left, top, width and height in pixels of the upright frame */
/** @typedef {{ faceId: number, start: number, end: number, sightings: Sighting[] }} Track */
/** @typedef {{ duration: number, width: number, height: number, turn: number, tracks: Track[] }} Tracks as the server answers them; times in milliseconds */
/** @typedef {{ left: number, top: number, width: number, height: number }} Place in fractions of the picture */
/** @typedef {{ faceId: number, place: Place }} Seen */

// A face is still where it was until the next frame is shown; a browser's clock may stand a moment before the one it was sent to.
const FRAME = 40;
const MOMENT = 2;

// A face that is followed is looked at more often.
const LONGEST_LOOK = 1500;

/**
 * Reads a video's tracks.
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<Tracks>}
 */
export async function readTracks(address, signal) {
  const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
  if (!answer.ok)
    throw new Error(`The tracks could not be read: ${answer.status}`);
  return answer.json();
}

/**
 * The faces that are seen at a time.
 * @param {Tracks} tracks
 * @param {number} at milliseconds
 * @returns {Seen[]}
 */
export const seenAt = (tracks, at) => tracks.tracks.filter(track => track.start <= at + MOMENT && at <= track.end + FRAME && !isGap(track.sightings, at))
  .map(track => ({ faceId: track.faceId, place: placeOf(track.sightings, at, tracks) }));

/**
 * Whether a time is in the gap between two appearances that were joined: there nobody is seen.
 * @param {Sighting[]} sightings in order of time
 * @param {number} at milliseconds
 */
function isGap(sightings, at) {
  const next = sightings.findIndex(sighting => sighting[0] > at);
  return next > 0 && sightings[next][0] - sightings[next - 1][0] > LONGEST_LOOK && at > sightings[next - 1][0] + FRAME;
}

/**
 * Where a face is at a time: between two sightings on the straight way from one to the other.
 * @param {Sighting[]} sightings in order of time
 * @param {number} at milliseconds
 * @param {{ width: number, height: number }} size of the picture
 * @returns {Place}
 */
export function placeOf(sightings, at, size) {
  let low = 0;
  let high = sightings.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sightings[middle][0] <= at)
      low = middle;
    else
      high = middle;
  }
  const [before, after] = [sightings[low], sightings[high]];
  const share = after[0] > before[0] ? Math.min(1, Math.max(0, (at - before[0]) / (after[0] - before[0]))) : 0;
  const [left, top, width, height] = [1, 2, 3, 4].map(i => before[i] + share * (after[i] - before[i]));
  return { left: left / size.width, top: top / size.height, width: width / size.width, height: height / size.height };
}

/**
 * Where a picture lies in a frame that it fills as far as it can without being cut (object-fit: contain).
 * @param {number} width the frame's
 * @param {number} height the frame's
 * @param {number} ratio the picture's width over its height
 * @returns {Place} in the frame's units
 */
export function contained(width, height, ratio) {
  const wide = width / height > ratio;
  const [w, h] = wide ? [height * ratio, height] : [width, width / ratio];
  return { left: (width - w) / 2, top: (height - h) / 2, width: w, height: h };
}

// @ts-check
// The review page's calls to the server. They do not go over the circuit: a key pressed while it reconnects is saved all the same.

/** @typedef {[id: number, version: number, share: number]} FaceRow a face that waits; the share is the probability in thousandths */
/** @typedef {{ personId: number | null, name: string | null, faces: FaceRow[] }} GroupRow faces with the same name suggested first, surest first */
/** @typedef {{ start: string, renewed: Record<string, string> }} PictureStamps what the addresses of faces' pictures carry: all, and those of faces whose pictures have changed */
/** @typedef {{ total: number, groups: GroupRow[], pictures: PictureStamps }} ReviewIndex */
/** @typedef {"undecided" | "confirmed" | "ignored" | "notAFace"} Decision what is said of a face */
/** @typedef {{ id: number, name: string }} PersonRef */
/** @typedef {{ personId: number, name: string, probability: number }} Suggestion the probability from 0 to 1 */
/**
 * @typedef {object} Detail what is shown of a face beyond its crop
 * @property {number} id
 * @property {number} photoId
 * @property {{ start: number, end: number, bestAt: number } | null} seen when a video shows it, in milliseconds; null on a photo
 * @property {number} photoWidth pixels of the upright photo
 * @property {number} photoHeight pixels of the upright photo
 * @property {string | null} takenAt
 * @property {{ x: number, y: number, width: number, height: number }} box pixels of the upright photo
 * @property {number} quality 0 to 1
 * @property {Decision} decision
 * @property {PersonRef | null} person
 * @property {Suggestion[]} suggestions at most three, surest first
 * @property {number} version
 * @property {boolean} mine whether it was decided by the user who asks
 */
/**
 * @typedef {object} Item what is said of one face
 * @property {number} faceId
 * @property {number} version the face's when it was looked at
 * @property {"confirmed" | "rejected" | "ignored" | "notAFace"} decision
 * @property {number | null} [personId] the person confirmed or rejected
 * @property {string} [personName] instead: the one person of that name, or a new one
 * @property {number} [candidate] instead, until it is sent: the candidate of that number (from 1)
 * @property {number} [of] of this face
 */
/** @typedef {{ faceId: number, decision: Decision, person: PersonRef | null, version: number }} DecidedFace a face as it stands now */
/** @typedef {{ faceId: number, reason: string }} RefusedFace */
/** @typedef {{ actionId: number | null, faces: DecidedFace[], refused: RefusedFace[] }} DecisionOutcome */
/** @typedef {{ actionId: number, description: string, faces: DecidedFace[] }} StepOutcome what an undo took back or a redo did again */
/** @typedef {{ actionId: number, text: string }} NextStep */

/** The server did not do what was asked; the message is its sentence. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} path
 * @param {object} [body]
 */
async function call(path, body) {
  /** @type {RequestInit} */
  const options = { headers: { Accept: "application/json" } };
  if (body !== undefined) {
    const text = JSON.stringify(body);
    options.method = "POST";
    options.headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      RequestVerificationToken: document.querySelector("meta[name=request-token]")?.getAttribute("content") ?? "",
    };
    options.body = text;
    // A page that closes finishes what it was saying; browsers allow that for small bodies only.
    options.keepalive = text.length < 60_000;
  }
  const response = await fetch(`/api/v1/review/${path}`, options);
  if (response.ok)
    return response.json();
  let problem = null;
  try { problem = await response.json(); } catch { /* not our server's words */ }
  throw new Refused(response.status, problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`);
}

/**
 * The faces that wait.
 * @param {string} query a filter as the page's address says it
 * @returns {Promise<ReviewIndex>}
 */
export const list = query => call(`faces${query ? `?${query}` : ""}`);

/**
 * @param {{ items: Item[] }[]} actions
 * @returns {Promise<DecisionOutcome[]>}
 */
export const decide = actions => call("decisions", { actions });

/**
 * @param {number | null} actionId
 * @returns {Promise<StepOutcome>}
 */
export const undo = actionId => call("undo", { actionId });

/**
 * @param {number | null} actionId
 * @returns {Promise<StepOutcome>}
 */
export const redo = actionId => call("redo", { actionId });

/**
 * What the next undo would take back and the next redo do again.
 * @returns {Promise<{ undo: NextStep | null, redo: NextStep | null }>}
 */
export const steps = () => call("steps");

/**
 * Details of any number of faces, asked for in parts that the server takes.
 * @param {number[]} ids
 * @returns {Promise<Detail[]>}
 */
export async function details(ids) {
  const found = [];
  for (let i = 0; i < ids.length; i += 200)
    found.push(...await call(`details?ids=${ids.slice(i, i + 200).join(",")}`));
  return found;
}

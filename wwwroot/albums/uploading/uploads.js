// @ts-check
// Files on their way to albums: a few at a time, tried again after a broken connection. Knows nothing of the screen.
import { PieceSender } from "./pieces.js";

const AT_ONCE = 3;            // requests in flight
const AUTO_RETRIES = 2;       // tries after a broken connection before a person is asked

/** @typedef {{ album: string, name: string, maxFile: number, maxVideo: number, maxZip: number, piece: number }} Target an album, and the largest photo, video and archive it takes, in bytes; larger files than piece are sent in pieces */
/** @typedef {"waiting" | "sending" | "done" | "rejected" | "failed" | "cancelled"} UploadState */
/** @typedef {{ path: string, state: UploadState | "duplicate", message: string, item: Upload | null }} Problem a message about a file; the item can be tried again */
/**
 * @typedef {object} Upload a file on its way
 * @property {Target} to
 * @property {File | null} file null when it is not needed any more: the browser may let go of it
 * @property {string} fileName
 * @property {string} path
 * @property {number} size bytes
 * @property {number} sent bytes
 * @property {UploadState} state
 * @property {number} tries
 * @property {{ abort(): void } | null} request
 */
/** @typedef {{ fileName: string, duplicate: boolean, broughtBack: boolean }} AcceptedFile */
/** @typedef {{ fileName: string, reason: string }} RejectedFile */
/** @typedef {{ accepted?: AcceptedFile[], rejected?: RejectedFile[], detail?: string, title?: string }} Answer the server's, to the files of one request */

/** @param {string} name */
const isZip = name => /\.zip$/i.test(name);

/** @param {File} file */
const isVideo = file => file.type.startsWith("video/") || /\.(mp4|mov|m4v|3gp|avi|mkv|webm|mts|m2ts|ts|mpg)$/i.test(file.name);

/** @param {number} bytes */
const megabytes = bytes => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

export class Uploads {
  /** @type {Upload[]} */
  items = [];
  /** @type {Set<Upload>} */
  sending = new Set();
  /** @type {Problem[]} */
  problems = [];
  count = { done: 0, duplicates: 0, rejected: 0, failed: 0, cancelled: 0, photos: 0 };
  bytes = { total: 0, sent: 0 };
  #onChange;
  /** @type {Upload[]} */
  #waiting = [];
  /** @type {Set<Upload>} waiting for the network before the next try */
  #delayed = new Set();
  #preparing = 0;

  /** @param {() => void} onChange called after anything is different */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Whether anything is still to be sent. */
  get busy() {
    return this.#waiting.length > 0 || this.#delayed.size > 0 || this.sending.size > 0 || this.#preparing > 0;
  }

  /** How many files are through, however they fared. */
  get settled() {
    return this.items.length - this.#waiting.length - this.#delayed.size - this.sending.size;
  }

  /** Whether there is nothing to tell. */
  get empty() {
    return this.items.length === 0 && this.problems.length === 0;
  }

  /**
   * Takes files that are still being looked for; until all are found, nothing counts as finished.
   * @param {() => Promise<void>} find
   */
  async prepare(find) {
    this.#preparing++;
    try {
      await find();
    } finally {
      this.#preparing--;
      this.#pump();
    }
  }

  /**
   * @param {Target} to
   * @param {File} file
   * @param {string} path
   */
  add(to, file, path) {
    /** @type {Upload} */
    const item = { to, file, fileName: file.name, path, size: file.size, sent: 0, state: "waiting", tries: 0, request: null };
    this.items.push(item);
    this.bytes.total += item.size;
    const most = isZip(file.name) ? to.maxZip : isVideo(file) ? to.maxVideo : to.maxFile;
    if (file.size > most) {
      // Told before it is sent: nobody should wait for 300 MB only to read this.
      this.#finish(item, "rejected");
      const smaller = `Make it smaller${isZip(file.name) ? " or split the archive" : ""} and upload it again.`;
      this.tell(path, "rejected", `The file is larger than the limit of ${megabytes(most)}. ${smaller}`);
      return;
    }
    this.#waiting.push(item);
    this.#pump();
  }

  /**
   * Keeps a message about a file.
   * @param {string} path
   * @param {Problem["state"]} state
   * @param {string} message
   * @param {Upload | null} item
   */
  tell(path, state, message, item = null) {
    this.problems.push({ path, state, message, item });
    this.#onChange();
  }

  cancelAll() {
    for (const item of [...this.#waiting.splice(0), ...this.#delayed])
      this.#finish(item, "cancelled");
    this.#delayed.clear();
    for (const item of [...this.sending])
      item.request?.abort();
    this.#onChange();
  }

  retryFailed() {
    for (const { item } of this.problems.filter(p => p.state === "failed")) {
      if (!item)
        continue;
      this.count.failed--;
      item.tries = 0;
      item.state = "waiting";
      this.#progress(item, 0);
      this.#waiting.push(item);
    }
    this.problems = this.problems.filter(p => p.state !== "failed");
    this.#pump();
  }

  /** Forgets all that is through. */
  clear() {
    this.items = [];
    this.problems = [];
    this.count = { done: 0, duplicates: 0, rejected: 0, failed: 0, cancelled: 0, photos: 0 };
    this.bytes = { total: 0, sent: 0 };
  }

  #pump() {
    for (let next; this.sending.size < AT_ONCE && (next = this.#waiting.shift());)
      this.#send(next);
    this.#onChange();
  }

  /** @param {Upload} item */
  #send(item) {
    item.state = "sending";
    item.tries++;
    this.sending.add(item);
    const token = document.querySelector("meta[name=request-token]")?.getAttribute("content");
    if (item.size > item.to.piece)
      this.#sendInPieces(item, token);
    else
      this.#sendWhole(item, token);
  }

  /**
   * @param {Upload} item
   * @param {string | null | undefined} token
   */
  async #sendInPieces(item, token) {
    const sender = new PieceSender(item, token, sent => {
      this.#progress(item, Math.min(item.size, sent));
      this.#onChange();
    });
    item.request = sender;
    try {
      this.#answered(item, await sender.send());
    } catch {
      if (!sender.cancelled) {
        this.#broken(item);
        return;
      }
      this.sending.delete(item);
      this.#finish(item, "cancelled");
      this.#pump();
    }
  }

  /**
   * @param {Upload} item
   * @param {string | null | undefined} token
   */
  #sendWhole(item, token) {
    const form = new FormData();
    form.append("files", /** @type {File} */ (item.file), item.fileName);
    const request = item.request = new XMLHttpRequest();
    request.open("POST", `/api/v1/albums/${item.to.album}/photos`);
    if (token)
      request.setRequestHeader("RequestVerificationToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = e => {
      this.#progress(item, e.lengthComputable ? Math.min(item.size, e.loaded / e.total * item.size) : item.sent);
      this.#onChange();
    };
    request.onload = () => this.#answered(item, request);
    request.onerror = () => this.#broken(item);
    request.onabort = () => {
      this.sending.delete(item);
      this.#finish(item, "cancelled");
      this.#pump();
    };
    request.send(form);
  }

  /**
   * @param {Upload} item
   * @param {{ status: number, responseText: string }} request
   */
  #answered(item, request) {
    this.sending.delete(item);
    /** @type {Answer | null} */
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { /* not our server's words */ }
    if (request.status === 200 && answer) {
      const { accepted = [], rejected = [] } = answer;
      const duplicates = accepted.filter(a => a.duplicate);
      this.count.photos += accepted.length - duplicates.length;
      this.count.duplicates += duplicates.length;
      this.#finish(item, accepted.length > 0 ? "done" : "rejected");
      for (const one of duplicates)
        this.tell(pathInside(item, one.fileName), "duplicate", "Already in this album: nothing was added.");
      for (const one of accepted.filter(a => a.broughtBack))
        this.tell(pathInside(item, one.fileName), "duplicate", "It was in the trash and is back, with the names given on it.");
      for (const one of rejected)
        this.tell(pathInside(item, one.fileName), "rejected", one.reason);
    } else if (request.status === 429 || request.status >= 500 && request.status !== 507) {
      this.#fail(item, "The server could not take this file just now. Retry it.");
    } else if (request.status === 401) {
      this.#fail(item, "You are signed out. Sign in again in another tab, then retry.");
    } else {
      this.#finish(item, "rejected");
      this.tell(item.path, "rejected", answer?.detail ?? answer?.title ?? `The server refused this file (${request.status}).`);
    }
    this.#pump();
  }

  /** @param {Upload} item */
  #broken(item) {
    this.sending.delete(item);
    this.#progress(item, 0);
    if (item.tries <= AUTO_RETRIES) {
      item.state = "waiting";
      this.#delayed.add(item);
      setTimeout(() => {
        if (this.#delayed.delete(item))
          this.#waiting.unshift(item);
        this.#pump();
      }, 1000 * 4 ** (item.tries - 1));
    } else {
      this.#fail(item, "The connection broke. Check your network, then retry.");
    }
    this.#pump();
  }

  /**
   * @param {Upload} item
   * @param {string} message
   */
  #fail(item, message) {
    this.#finish(item, "failed");
    this.tell(item.path, "failed", message, item);
  }

  /**
   * @param {Upload} item
   * @param {number} sent bytes
   */
  #progress(item, sent) {
    this.bytes.sent += sent - item.sent;
    item.sent = sent;
  }

  /**
   * @param {Upload} item
   * @param {"done" | "rejected" | "failed" | "cancelled"} state
   */
  #finish(item, state) {
    item.state = state;
    item.request = null;
    this.#progress(item, item.size);
    this.count[state]++;
    if (state !== "failed")
      item.file = null;
  }
}

/**
 * @param {Upload} item
 * @param {string} name of a file, which may lie in the item's archive
 */
const pathInside = (item, name) => isZip(item.fileName) && name !== item.fileName ? `${item.path} › ${name}` : item.path;

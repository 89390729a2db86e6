// @ts-check
// One large file on its way in pieces (the tus protocol, version 1.0.0). A connection that breaks, a page that is loaded anew, a browser or a server
// that is started again cost one piece: the same file goes on where it was.

/** @import { Upload } from "./uploads.js" */
/** @typedef {{ status: number, responseText: string }} Answered what the server said at last */

/**
 * By what the same file is known again.
 * @param {Upload} item
 */
const keyOf = item => {
  const file = /** @type {File} */ (item.file);
  return `fw-upload ${item.to.album} ${item.path} ${file.size} ${file.lastModified}`;
};

export class PieceSender {
  #item;
  #token;
  #onProgress;
  #cancelled = false;
  /** @type {XMLHttpRequest | null} */
  #request = null;

  /**
   * @param {Upload} item
   * @param {string | null | undefined} token that a page's requests carry
   * @param {(sent: number) => void} onProgress is told the bytes that have arrived, and are on their way
   */
  constructor(item, token, onProgress) {
    this.#item = item;
    this.#token = token;
    this.#onProgress = onProgress;
  }

  /** Whether a person gave it up. */
  get cancelled() {
    return this.#cancelled;
  }

  /** Gives the file up, here and on the server. */
  abort() {
    this.#cancelled = true;
    this.#request?.abort();
    const address = localStorage.getItem(keyOf(this.#item));
    localStorage.removeItem(keyOf(this.#item));
    if (address)
      fetch(address, { method: "DELETE", headers: this.#headers({}) }).catch(() => { /* the server forgets it in two days */ });
  }

  /**
   * Sends what has not arrived yet.
   * @returns {Promise<Answered>} the last answer: with 200 what became of the file
   * @throws when the connection broke, or a person gave it up
   */
  async send() {
    const file = /** @type {File} */ (this.#item.file);
    const key = keyOf(this.#item);
    let address = localStorage.getItem(key);
    let offset = address ? await this.#offsetOf(address) : null;
    if (!address || offset === null) {
      const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.#item.fileName)));
      const begun = await this.#ask("POST", `/api/v1/albums/${this.#item.to.album}/uploads`, { "Upload-Length": `${file.size}`, "Upload-Metadata": `filename ${name}` });
      address = begun.getResponseHeader("Location");
      if (begun.status !== 201 || !address)
        return begun;
      localStorage.setItem(key, address);
      offset = 0;
    }
    // Also when all has arrived: the server takes the file then, where it was stopped before it could.
    do {
      const piece = file.slice(offset, offset + this.#item.to.piece);
      const sent = await this.#ask("PATCH", address, { "Upload-Offset": `${offset}`, "Content-Type": "application/offset+octet-stream" }, piece);
      if (sent.status === 409)
        offset = await this.#offsetOf(address) ?? 0;
      else if (sent.status === 204)
        offset = Number(sent.getResponseHeader("Upload-Offset"));
      else {
        if (sent.status === 404)
          localStorage.removeItem(key);
        return sent;
      }
      this.#item.tries = 0;
      this.#onProgress(offset);
    } while (offset < file.size);
    const found = await this.#ask("GET", address, {});
    const { result } = found.status === 200 ? JSON.parse(found.responseText) : { result: null };
    if (!result)
      return { status: found.status === 200 ? 500 : found.status, responseText: "" };
    localStorage.removeItem(key);
    return { status: 200, responseText: JSON.stringify(result) };
  }

  /**
   * @param {string} address
   * @returns {Promise<number | null>} null when the server knows of no such file any more
   */
  async #offsetOf(address) {
    const found = await this.#ask("HEAD", address, {});
    return found.status === 200 ? Number(found.getResponseHeader("Upload-Offset")) : null;
  }

  /** @param {Record<string, string>} more */
  #headers(more) {
    return { "Tus-Resumable": "1.0.0", Accept: "application/json", ...this.#token ? { RequestVerificationToken: this.#token } : {}, ...more };
  }

  /**
   * @param {string} method
   * @param {string} address
   * @param {Record<string, string>} headers
   * @param {Blob | null} body
   * @returns {Promise<XMLHttpRequest>}
   */
  #ask(method, address, headers, body = null) {
    return new Promise((resolve, reject) => {
      if (this.#cancelled) {
        reject(new Error("Given up."));
        return;
      }
      const request = this.#request = new XMLHttpRequest();
      request.open(method, address);
      for (const [name, value] of Object.entries(this.#headers(headers)))
        request.setRequestHeader(name, value);
      const from = Number(headers["Upload-Offset"]);
      if (body)
        request.upload.onprogress = e => this.#onProgress(from + e.loaded);
      request.onload = () => resolve(request);
      request.onerror = request.onabort = () => reject(new Error("The connection broke."));
      request.send(body);
    });
  }
}

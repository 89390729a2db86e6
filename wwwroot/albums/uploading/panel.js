// @ts-check
// What a person sees of the uploads: plain elements beside Blazor's.
import { counted, number } from "../../layout/words.js";

/** @import { Uploads, Upload } from "./uploads.js" */

const PROBLEMS_SHOWN = 200;   // list items drawn; the counts are always complete

/**
 * An element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} text
 * @param {() => void} onClick
 * @param {Record<string, string>} attributes
 */
function button(text, onClick, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.onclick = onClick;
  return made;
}

export class Panel {
  #uploads;
  #drawing = 0;
  #announced = 0;
  #problemsDrawn = "";
  /** @type {Map<Upload, { row: HTMLElement, bar: HTMLProgressElement }>} */
  #rows = new Map();
  #title = element("h2");
  #bar = element("progress", { max: "1", value: "0", "aria-label": "Upload of all files" });
  #totals = element("p", { class: "fw-upload-totals" });
  #running = element("ul", { "aria-label": "Files being uploaded" });
  #problems = element("ul", { "aria-label": "Files with a message", class: "fw-upload-problems" });
  #status = element("div", { role: "status", "aria-live": "polite", class: "fw-visually-hidden" });
  #cancel = button("Cancel all", () => this.#uploads.cancelAll());
  #retry = button("", () => this.#uploads.retryFailed());
  #close = button("Close", () => this.#end());
  #section = element("section", { class: "fw-upload", "aria-label": "Upload" }, this.#title, this.#bar, this.#totals, this.#running, this.#problems,
    element("div", { class: "fw-upload-buttons" }, this.#retry, this.#cancel, this.#close), this.#status);

  /** @param {Uploads} uploads */
  constructor(uploads) {
    this.#uploads = uploads;
  }

  /** Shows how the uploads stand: at most ten times a second, however many events arrive. */
  draw() {
    if (!this.#uploads.empty && this.#drawing === 0)
      this.#drawing = setTimeout(() => { this.#drawing = 0; this.#drawNow(); }, 100);
  }

  #end() {
    this.#uploads.clear();
    this.#section.remove();
    this.#problems.replaceChildren();
    this.#problemsDrawn = "";
  }

  #summary() {
    const { items, settled, count, problems } = this.#uploads;
    const parts = [`${number(settled)} of ${counted(items.length, "file")} done`];
    if (count.photos > 0)
      parts.push(`${counted(count.photos, "photo")} added`);
    if (count.duplicates > 0)
      parts.push(`${counted(count.duplicates, "duplicate")}`);
    const refused = problems.filter(p => p.state === "rejected").length;
    if (refused > 0)
      parts.push(`${number(refused)} rejected`);
    if (count.failed > 0)
      parts.push(`${number(count.failed)} failed`);
    if (count.cancelled > 0)
      parts.push(`${number(count.cancelled)} cancelled`);
    return parts.join(" · ");
  }

  #drawNow() {
    const { items, busy, bytes, settled, count, empty } = this.#uploads;
    if (empty)
      return;
    if (!this.#section.isConnected)
      document.body.append(this.#section);
    const names = new Set(items.map(i => i.to.name).filter(Boolean));
    const where = names.size === 1 ? ` to “${[...names][0]}”` : "";
    this.#title.textContent = busy ? `Uploading${where}` : `Upload${where} finished`;
    this.#bar.value = bytes.total > 0 ? bytes.sent / bytes.total : settled / Math.max(1, items.length);
    this.#totals.textContent = this.#summary();
    this.#drawRunning();
    this.#drawProblems();
    this.#cancel.hidden = !busy;
    this.#close.hidden = busy;
    this.#retry.hidden = count.failed === 0;
    this.#retry.textContent = `Retry ${counted(count.failed, "failed file")}`;

    const now = Date.now();
    if (!busy || now - this.#announced > 4000) {
      this.#announced = now;
      const words = `${this.#title.textContent}: ${this.#summary()}`;
      if (this.#status.textContent !== words)
        this.#status.textContent = words;
    }
  }

  // Rows are kept while their file is sent: a button must not vanish under a pointer or lose the focus.
  #drawRunning() {
    for (const [item, { row }] of this.#rows) {
      if (!this.#uploads.sending.has(item)) {
        row.remove();
        this.#rows.delete(item);
      }
    }
    for (const item of this.#uploads.sending) {
      let drawn = this.#rows.get(item);
      if (!drawn) {
        const bar = element("progress", { max: "1", value: "0", "aria-label": `Upload of ${item.path}` });
        const row = element("li", {}, element("span", { class: "fw-upload-name", title: item.path }, item.path), bar,
          button("✕", () => item.request?.abort(), { "aria-label": `Cancel ${item.path}` }));
        this.#rows.set(item, drawn = { row, bar });
        this.#running.append(row);
      }
      drawn.bar.value = item.size > 0 ? item.sent / item.size : 0;
    }
  }

  #drawProblems() {
    const { problems, count } = this.#uploads;
    const state = `${problems.length}/${count.failed}`;
    if (this.#problemsDrawn === state)
      return;
    this.#problemsDrawn = state;
    const rows = problems.slice(-PROBLEMS_SHOWN).map(p => element("li", { class: `fw-upload-${p.state}` },
      element("span", { class: "fw-upload-name", title: p.path }, p.path), element("span", { class: "fw-upload-message" }, p.message)));
    if (problems.length > PROBLEMS_SHOWN)
      rows.unshift(element("li", {}, `The last ${PROBLEMS_SHOWN} of ${number(problems.length)} messages:`));
    this.#problems.replaceChildren(...rows);
  }
}

// @ts-check
// What can be said of the chosen faces, with the keys that say it, and what the page has to tell.
import { counted } from "../layout/words.js";
import { pageOf, seenWords } from "./face.js";

/** @import { Face } from "./face.js" */

/** @param {number} probability 0 to 1 */
const percent = probability => `${Math.min(99, Math.round(probability * 100))} %`;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 */
function element(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

export class Bar {
  #bar = element("div", "fw-rv-bar");
  #message = element("div", "fw-rv-message");
  #alert = element("div", "fw-rv-message fw-rv-alert");
  #foot = element("div", "fw-rv-foot");
  #mayEdit;
  #last = "";
  #timer = 0;

  /**
   * @param {HTMLElement} host
   * @param {boolean} mayEdit
   */
  constructor(host, mayEdit) {
    this.#mayEdit = mayEdit;
    this.#message.setAttribute("role", "status");
    this.#alert.setAttribute("role", "alert");
    this.#bar.setAttribute("role", "toolbar");
    this.#bar.setAttribute("aria-label", "Decide the chosen faces");
    this.#foot.append(this.#message, this.#alert, this.#bar);
    host.append(this.#foot);
  }

  get element() {
    return this.#foot;
  }

  /** Pixels of the window's lower edge that the bar covers. */
  get height() {
    return this.#bar.hidden ? 0 : this.#foot.offsetHeight;
  }

  /**
   * Says something that went as wished, for a while; a screen reader says it when it has time.
   * @param {string} text
   */
  say(text, milliseconds = 6000) {
    this.#show(this.#message, text, null, milliseconds);
    this.#alert.replaceChildren();
  }

  /**
   * Says that something did not go as wished, with a way to look at it.
   * @param {string} text
   * @param {string | null} [href]
   */
  warn(text, href = null) {
    this.#show(this.#alert, text, href, 15_000);
  }

  /** Takes a warning away that was about what the user has gone on from; one with something to look at stays for its time. */
  calm() {
    if (!this.#alert.querySelector("a"))
      this.#alert.replaceChildren();
  }

  /**
   * @param {HTMLElement} element
   * @param {string} text
   * @param {string | null} href
   * @param {number} milliseconds
   */
  #show(element, text, href, milliseconds) {
    element.replaceChildren(text);
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = "Look at it";
      element.append(" ", link);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#message.replaceChildren();
      this.#alert.replaceChildren();
    }, milliseconds);
  }

  /**
   * Shows what can be said.
   * @param {Face | null} current the face under the cursor
   * @param {Face[]} targets what a key acts on
   */
  draw(current, targets) {
    this.#bar.hidden = !current;
    if (!current)
      return;
    const many = targets.length > 1 || targets[0] !== current;
    const detail = current.detail;
    const suggestions = suggestionsOf(current);
    const people = new Set(targets.map(f => f.group.personId));
    const named = targets.filter(f => f.group.personId !== null);
    const now = JSON.stringify([current.id, detail?.photoId, targets.length, targets[0]?.id, [...people], suggestions, current.ghost]);
    if (now === this.#last)
      return;
    this.#last = now;
    /** @type {[HTMLElement[], HTMLElement[]]} */
    const [names, acts] = [[], []];
    const about = element("span", "fw-rv-about");
    about.textContent = current.ghost && !many ? current.ghost : many ? `${counted(targets.length, "face")} chosen` : current.group.name ? "" : "Unknown face";
    about.title = about.textContent;
    if (about.textContent)
      names.push(about);
    if (this.#mayEdit && (!current.ghost || many)) {
      if (many && people.size > 1 && named.length > 0)
        names.push(this.#button("enter", "Enter", `Confirm each of ${counted(named.length, "face")} as suggested`, { first: true, short: "Confirm each" }));
      suggestions.forEach((s, i) => names.push(this.#button(String(i + 1), String(i + 1), s.name, { first: i === 0 && people.size === 1, share: many ? "" : percent(s.probability) })));
      if (named.length > 0)
        names.push(this.#button("x", "X", people.size === 1 ? `Not ${named[0].group.name}` : "Not these people"));
      acts.push(this.#button("name", "A-Z", "Another name", { short: "Name…" }), this.#button("i", "I", "Ignore"), this.#button("n", "N", "Not a face", { short: "No face" }));
      if (many)
        acts.push(this.#button("none", "Esc", "Choose none", { short: "None" }));
    }
    if (detail && !many) {
      const photo = element("a", "fw-button fw-button-plain");
      photo.href = pageOf(current.id, detail);
      photo.textContent = detail.seen ? "Video" : "Photo";
      if (detail.seen)
        photo.title = seenWords(detail.seen);
      const why = element("a", "fw-button fw-button-plain");
      why.href = `/faces/${current.id}`;
      // Short, so that the bar stays one line.
      why.textContent = "Why?";
      why.setAttribute("aria-label", "Why this name?");
      acts.push(photo, why);
    }
    this.#bar.replaceChildren(...[names, acts].filter(buttons => buttons.length > 0).map(buttons => {
      const line = element("div", `fw-rv-line${buttons === names ? " fw-rv-names" : ""}`);
      line.append(...buttons);
      return line;
    }));
  }

  /**
   * Whatever its line has room for, a screen reader and a waiting mouse get the whole text.
   * @param {string} what the button does
   * @param {string} key that does the same
   * @param {string} text
   */
  #button(what, key, text, { first = false, share = "", short = "" } = {}) {
    const button = element("button", first ? "fw-button" : "fw-button fw-button-plain");
    button.type = "button";
    button.dataset.do = what;
    // Drawn by the style sheet: the key is no part of the button's name.
    button.dataset.hint = key;
    const words = element("span", "fw-rv-words");
    words.textContent = text;
    if (short)
      words.dataset.short = short;
    button.append(words);
    if (share) {
      const number = element("span", "fw-rv-number");
      number.textContent = share;
      button.append(" ", number);
    }
    button.title = share ? `${text} ${share}` : text;
    button.setAttribute("aria-label", button.title);
    return button;
  }
}

/**
 * The names that can be said of a face: its candidates or, until they are read, the one of its group.
 * @param {Face} face
 */
function suggestionsOf({ detail, group, share }) {
  if (detail && detail.suggestions.length > 0)
    return detail.suggestions;
  return group.personId === null ? [] : [{ personId: group.personId, name: group.name ?? "", probability: share / 1000 }];
}

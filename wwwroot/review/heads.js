// @ts-check
// The headings of people over their faces, in a layer of their own: a listbox may hold nothing but options.
import { number } from "../layout/words.js";

/** @import { Group } from "./face.js" */
/** @import { Faces } from "./faces.js" */

/**
 * @typedef {object} Section a person's heading on the page
 * @property {HTMLElement} element
 * @property {HTMLButtonElement} fold
 * @property {HTMLElement} name
 * @property {HTMLElement} size how many faces
 * @property {HTMLButtonElement | null} confirm
 * @property {string} last what was drawn, as a line of text
 */

/** Pixels of a heading. */
export const HEAD = 48;

export class Heads {
  #faces;
  #mayEdit;
  /** @type {Map<Group, Section>} */
  #sections = new Map();

  /** The layer. */
  element = document.createElement("div");

  /**
   * @param {Pick<Faces, "chosen">} faces
   * @param {boolean} mayEdit
   */
  constructor(faces, mayEdit) {
    this.#faces = faces;
    this.#mayEdit = mayEdit;
    this.element.className = "fw-rv-heads";
  }

  /**
   * The group in whose heading an element is.
   * @param {Element} element
   */
  groupOf(element) {
    return [...this.#sections].find(([, section]) => section.element.contains(element))?.[0] ?? null;
  }

  /**
   * Takes headings off.
   * @param {(group: Group) => boolean} which
   */
  drop(which) {
    for (const [group, section] of this.#sections) {
      if (which(group)) {
        section.element.remove();
        this.#sections.delete(group);
      }
    }
  }

  /**
   * Draws the heading of a group that has been laid out.
   * @param {Group} group
   */
  draw(group) {
    let section = this.#sections.get(group);
    if (!section) {
      const element = document.createElement("div");
      element.className = "fw-rv-section";
      const bar = document.createElement("div");
      bar.className = "fw-rv-head";
      const fold = document.createElement("button");
      fold.type = "button";
      fold.className = "fw-rv-fold";
      fold.dataset.do = "fold";
      const name = document.createElement("h2");
      const size = document.createElement("span");
      size.className = "fw-muted";
      bar.append(fold, name, size);
      /** @type {HTMLButtonElement | null} */
      let confirm = null;
      if (this.#mayEdit && group.personId !== null) {
        confirm = document.createElement("button");
        confirm.type = "button";
        confirm.className = "fw-button fw-rv-confirm";
        confirm.dataset.do = "confirm";
        bar.append(confirm);
      }
      element.append(bar);
      this.element.append(element);
      this.#sections.set(group, section = { element, fold, name, size, confirm, last: "" });
    }
    const chosen = this.#faces.chosen.size === 0 ? 0 : group.faces.filter(f => this.#faces.chosen.has(f.id)).length;
    const rest = group.faces.length - chosen;
    const now = `${group.top} ${group.height} ${group.faces.length} ${chosen} ${group.collapsed} ${group.name}`;
    if (now === section.last)
      return;
    section.last = now;
    const name = group.name ?? "Unknown faces";
    section.element.style.cssText = `top:${group.top}px;height:${group.height}px`;
    section.name.textContent = name;
    section.size.textContent = number(group.faces.length);
    section.fold.setAttribute("aria-expanded", String(!group.collapsed));
    section.fold.setAttribute("aria-label", `${group.collapsed ? "Show" : "Hide"} the faces of ${name}`);
    if (section.confirm) {
      const all = chosen === 0;
      const words = rest > 1 ? `Confirm ${all ? "all" : "the other"} ${number(rest)}` : rest === 1 ? `Confirm ${all ? "this face" : "the other face"}` : "All are chosen";
      section.confirm.textContent = words;
      section.confirm.setAttribute("aria-label", `${words} of ${name}`);
      section.confirm.disabled = rest === 0;
    }
  }
}

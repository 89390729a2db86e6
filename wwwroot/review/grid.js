// @ts-check
// Draws the faces: only those near the screen are in the page, each placed by itself, so that thousands scroll like a few.
import { clock } from "../layout/words.js";
import { seenWords } from "./face.js";
import { HEAD, Heads } from "./heads.js";

/** @import { Face, Group } from "./face.js" */
/** @import { Faces } from "./faces.js" */

/**
 * @typedef {object} Cell a face on the page
 * @property {Face} face
 * @property {HTMLElement} element
 * @property {HTMLImageElement} picture
 * @property {HTMLElement} share
 * @property {HTMLElement} seen when a video shows it
 * @property {string | null} crop the address that the picture shows
 * @property {string} last what was drawn, as a line of text
 */
const GAP = 6;
const BEHIND = 0.75;          // screens drawn on the side that is scrolled away from
const AHEAD = 2.25;           // and on the other, whose pictures are needed next

/** @param {number} share in thousandths */
const percent = share => `${Math.min(99, Math.round(share / 10))} %`;

export class Grid {
  #faces;
  #canvas = document.createElement("div");
  #list = document.createElement("div");
  #heads;
  /** @type {Map<number, Cell>} */
  #cells = new Map();
  #columns = 1;
  #size = 100;
  #observer;
  #onDrawn;
  #top = 0;
  #down = true;
  #onScroll = () => this.draw();

  /**
   * @param {HTMLElement} host
   * @param {Faces} faces
   * @param {boolean} mayEdit
   * @param {(faces: Face[]) => void} onDrawn told which faces are on the page
   */
  constructor(host, faces, mayEdit, onDrawn) {
    this.#faces = faces;
    this.#heads = new Heads(faces, mayEdit);
    this.#onDrawn = onDrawn;
    this.#canvas.className = "fw-rv-canvas";
    this.#list.id = "review-grid";
    this.#list.className = "fw-rv-list";
    this.#list.tabIndex = 0;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-multiselectable", "true");
    this.#list.setAttribute("aria-label", "Faces to review");
    this.#canvas.append(this.#list, this.#heads.element);
    host.append(this.#canvas);
    this.#observer = new ResizeObserver(() => this.draw());
    this.#observer.observe(this.#canvas);
    addEventListener("scroll", this.#onScroll, { passive: true });
    addEventListener("resize", this.#onScroll);
  }

  get list() {
    return this.#list;
  }

  get heads() {
    return this.#heads;
  }

  /** Takes the keyboard focus: the keys act on the face under the cursor. */
  focus() {
    this.#list.focus({ preventScroll: true });
  }

  stop() {
    this.#observer.disconnect();
    removeEventListener("scroll", this.#onScroll);
    removeEventListener("resize", this.#onScroll);
  }

  /** Draws what is near the screen. */
  draw() {
    this.#layOut();
    const top = -this.#canvas.getBoundingClientRect().top;
    if (Math.abs(top - this.#top) > 1)
      [this.#down, this.#top] = [top > this.#top, top];
    const near = {
      from: top - innerHeight * (this.#down ? BEHIND : AHEAD),
      to: top + innerHeight * (1 + (this.#down ? AHEAD : BEHIND)),
    };
    const seen = { from: top, to: top + innerHeight };
    /** @type {Set<number>} */
    const wanted = new Set();
    /** @type {Face[]} */
    const fresh = [];
    for (const group of this.#faces.groups) {
      if (group.top > near.to || group.top + group.height < near.from)
        continue;
      this.#heads.draw(group);
      if (group.collapsed)
        continue;
      const row = (/** @type {number} */ y) => Math.floor((y - group.top - HEAD) / (this.#size + GAP));
      const first = Math.max(0, row(near.from)) * this.#columns;
      const last = Math.min(group.faces.length, (row(near.to) + 1) * this.#columns);
      for (let i = first; i < last; i++) {
        wanted.add(group.faces[i].id);
        if (!this.#cells.has(group.faces[i].id))
          fresh.push(group.faces[i]);
      }
    }
    // A screen reader must find the face that the listbox says is active.
    const current = this.#faces.current;
    if (current && current.at >= 0 && !wanted.has(current.id)) {
      wanted.add(current.id);
      if (!this.#cells.has(current.id))
        fresh.push(current);
    }
    for (const [id, cell] of this.#cells) {
      if (!wanted.has(id)) {
        // A picture that has not come is not waited for: those that are seen come sooner.
        if (!cell.picture.complete)
          cell.picture.removeAttribute("src");
        cell.element.remove();
        this.#cells.delete(id);
      }
    }
    this.#heads.drop(group => !this.#faces.groups.includes(group) || group.top > near.to || group.top + group.height < near.from);
    // Pictures are asked for in the order in which they come: those that are seen first.
    const isSeen = (/** @type {Face} */ face) => this.#y(face) < seen.to && this.#y(face) + this.#size > seen.from;
    for (const face of [...fresh.filter(isSeen), ...fresh.filter(f => !isSeen(f))])
      this.#make(face);
    const cells = [...wanted].map(id => this.#cells.get(id)).filter(cell => cell !== undefined);
    for (const cell of cells)
      this.#update(cell);
    if (current)
      this.#list.setAttribute("aria-activedescendant", `review-${current.id}`);
    else
      this.#list.removeAttribute("aria-activedescendant");
    this.#onDrawn(cells.map(cell => cell.face));
  }

  #layOut() {
    const width = this.#canvas.clientWidth;
    const narrowest = width < 560 ? 82 : 104;
    this.#columns = Math.max(3, Math.floor((width + GAP) / (narrowest + GAP)));
    this.#size = Math.floor((width - GAP * (this.#columns - 1)) / this.#columns);
    this.#faces.flat;
    let y = 0;
    for (const group of this.#faces.groups) {
      const rows = group.collapsed ? 0 : Math.ceil(group.faces.length / this.#columns);
      group.top = y;
      group.height = HEAD + rows * (this.#size + GAP) + 10;
      y += group.height;
    }
    this.#canvas.style.height = `${y}px`;
  }

  /** @param {Face} face */
  #y = face => face.group.top + HEAD + Math.floor(face.index / this.#columns) * (this.#size + GAP);

  /** @param {Face} face */
  #x = face => (face.index % this.#columns) * (this.#size + GAP);

  /** @param {Face} face */
  #make(face) {
    const element = document.createElement("div");
    element.id = `review-${face.id}`;
    element.className = "fw-rv-face";
    element.dataset.id = String(face.id);
    element.setAttribute("role", "option");
    const picture = document.createElement("img");
    picture.alt = "";
    picture.draggable = false;
    picture.decoding = "async";
    const share = document.createElement("span");
    share.className = "fw-rv-share";
    const seen = document.createElement("span");
    seen.className = "fw-seen";
    element.append(picture, share, seen);
    this.#list.append(element);
    this.#cells.set(face.id, { face, element, picture, share, seen, crop: null, last: "" });
  }

  /** @param {Cell} cell */
  #update(cell) {
    const { face, element } = cell;
    const [x, y] = [this.#x(face), this.#y(face)];
    const current = face.id === this.#faces.currentId;
    const chosen = this.#faces.chosen.has(face.id);
    const crop = this.#faces.crop(face.id);
    // Touching the page costs more than comparing a line of text.
    const now = `${x} ${y} ${this.#size} ${current} ${chosen} ${face.share} ${face.at} ${this.#faces.flat.length} ${face.ghost} ${face.group.name} ${crop} ${face.detail?.seen?.start}`;
    if (now === cell.last)
      return;
    cell.last = now;
    if (cell.crop !== crop && !(face.ghost && cell.crop !== null)) {
      cell.crop = crop;
      cell.picture.src = crop;
    }
    element.style.cssText = `transform:translate(${x}px,${y}px);width:${this.#size}px;height:${this.#size}px`;
    element.className = `fw-rv-face${current ? " fw-rv-current" : ""}${chosen ? " fw-rv-chosen" : ""}${face.ghost ? " fw-rv-ghost" : ""}`;
    element.setAttribute("aria-selected", String(chosen));
    element.setAttribute("aria-posinset", String(face.at + 1));
    element.setAttribute("aria-setsize", String(this.#faces.flat.length));
    const seen = face.detail?.seen;
    const words = `${face.group.personId === null ? "Unknown face" : `${face.group.name}, ${percent(face.share)}`}${seen ? `. ${seenWords(seen)}` : ""}`;
    // Drawn by the style sheet: the face's label says it in words.
    cell.seen.dataset.from = seen ? clock(seen.start) : "";
    element.setAttribute("aria-label", face.ghost ? `${words}. ${face.ghost}` : words);
    cell.share.textContent = face.ghost ?? (face.group.personId === null ? "" : percent(face.share));
  }

  /**
   * Draws those of these faces anew that are on the page: more is known of them.
   * @param {Face[]} faces
   */
  redraw(faces) {
    for (const cell of faces.map(face => this.#cells.get(face.id)).filter(cell => cell !== undefined))
      this.#update(cell);
  }

  /**
   * The face straight above or below, in the next row that has faces.
   * @param {Face} face
   * @param {boolean} down
   */
  beside(face, down) {
    const column = face.index % this.#columns;
    const row = Math.floor(face.index / this.#columns) + (down ? 1 : -1);
    const inGroup = (/** @type {Group} */ group, /** @type {number} */ r) => group.faces[Math.min(group.faces.length - 1, r * this.#columns + column)];
    const rows = (/** @type {Group} */ group) => Math.ceil(group.faces.length / this.#columns);
    if (row >= 0 && row < rows(face.group))
      return inGroup(face.group, row);
    const groups = this.#faces.groups.filter(g => !g.collapsed && g.faces.length > 0);
    const next = groups[groups.indexOf(face.group) + (down ? 1 : -1)];
    return next ? inGroup(next, down ? 0 : rows(next) - 1) : face;
  }

  /** How far the face under the cursor is from the top of the window, to be given to {@link hold} after a change. */
  offset() {
    const current = this.#faces.current;
    const box = current ? this.#cells.get(current.id)?.element.getBoundingClientRect() : undefined;
    return current && box && box.bottom > 0 && box.top < innerHeight ? { id: current.id, top: box.top } : null;
  }

  /**
   * Scrolls so that the face under the cursor is where it was: what others do moves nothing under a hand.
   * @param {{ id: number, top: number } | null} before
   */
  hold(before) {
    this.draw();
    const element = before && this.#cells.get(before.id)?.element;
    const moved = before && element ? element.getBoundingClientRect().top - before.top : 0;
    if (Math.abs(moved) > 1) {
      scrollBy(0, moved);
      this.draw();
    }
  }

  /**
   * Scrolls just as far as is needed to show the face under the cursor between the page's bars.
   * @param {number} under pixels of the window's lower edge that are covered
   */
  reveal(under) {
    const element = this.#faces.current && this.#cells.get(this.#faces.current.id)?.element;
    if (!element)
      return;
    const box = element.getBoundingClientRect();
    const upper = this.#barHeight() + HEAD;
    const lower = innerHeight - under;
    const by = box.top < upper ? box.top - upper : box.bottom > lower ? box.bottom - lower + GAP : 0;
    if (Math.abs(by) < 1)
      return;
    scrollBy(0, by);
    this.draw();
  }

  #barHeight = () => document.querySelector(".mud-appbar")?.getBoundingClientRect().bottom ?? 0;

  /**
   * A face's element, while it is on the page.
   * @param {Face} face
   */
  cell(face) {
    return this.#cells.get(face.id)?.element ?? null;
  }
}

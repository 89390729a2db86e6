// @ts-check
// A face's box drawn, moved and resized by hand: with mouse, pen or finger (pointer events), and with the keyboard.
import { between, clamp, dragged } from "./box.js";

/** @import { Box } from "./box.js" */

/**
 * @typedef {object} PenOptions
 * @property {number} width of the original in pixels
 * @property {number} height of the original in pixels
 * @property {number} least the least side of a box in pixels of the original
 * @property {string} live the id of an element that says where the box is
 */
/** @typedef {{ grip: string | null, start: { x: number, y: number }, from: Box | null }} Drag what the pointer is doing; a grip of null draws a new box */

const SMALLEST = 8;     // pixels of the screen: less is a click, not a box
const HANDLES = { nw: [0, 0], n: [.5, 0], ne: [1, 0], e: [1, .5], se: [1, 1], s: [.5, 1], sw: [0, 1], w: [0, .5] };
const ARROWS = new Map([["ArrowLeft", [-1, 0]], ["ArrowRight", [1, 0]], ["ArrowUp", [0, -1]], ["ArrowDown", [0, 1]]]);

/**
 * Takes a pen to a picture. Without a box one is drawn; with one that one is moved and resized.
 * @param {string} id the picture's
 * @param {DotNetObject} page its DrawnAsync(x, y, width, height) is called when a box is done, its CancelledAsync() on Escape
 * @param {Box | null} box
 * @param {PenOptions} options
 */
export function take(id, page, box, options) {
  const picture = document.getElementById(id);
  return picture ? new Pen(picture, page, box, options) : { save() { }, stop() { } };
}

class Pen {
  #picture;
  #page;
  #options;
  #live;
  #editing;
  #least;
  #stopping = new AbortController();
  /** @type {Box | null} */
  #box;
  /** @type {HTMLElement | null} */
  #element = null;
  /** @type {Drag | null} */
  #drag = null;
  #finished = false;

  /**
   * @param {HTMLElement} picture
   * @param {DotNetObject} page
   * @param {Box | null} box
   * @param {PenOptions} options
   */
  constructor(picture, page, box, options) {
    this.#picture = picture;
    this.#page = page;
    this.#box = box;
    this.#options = options;
    this.#live = document.getElementById(options.live);
    this.#editing = box !== null;
    this.#least = { width: options.least / options.width, height: options.least / options.height };
    const { signal } = this.#stopping;
    picture.addEventListener("pointerdown", e => this.#down(e), { signal });
    picture.addEventListener("pointermove", e => this.#move(e), { signal });
    picture.addEventListener("pointerup", () => this.#up(), { signal });
    picture.addEventListener("pointercancel", () => this.#cancelled(), { signal });
    // Before the page's own keys, which would go to the next photo.
    document.addEventListener("keydown", e => this.#key(e), { signal, capture: true });
    picture.dataset.pen = box ? "change" : "draw";
    if (box) {
      const element = this.#show(box);
      element.focus({ preventScroll: true });
      // Not under the bar at the window's top, nor below its lower edge.
      const { top, bottom } = element.getBoundingClientRect();
      if (top < 80 || bottom > window.innerHeight - 20)
        element.scrollIntoView({ block: "center" });
    }
  }

  /** Keeps the box as it is. */
  save() {
    this.#finish();
  }

  /** Puts the pen down. */
  stop() {
    this.#forget();
    delete this.#picture.dataset.pen;
    this.#stopping.abort();
  }

  /** @param {PointerEvent} e */
  #at(e) {
    const area = this.#picture.getBoundingClientRect();
    return { x: clamp((e.clientX - area.left) / area.width, 0, 1), y: clamp((e.clientY - area.top) / area.height, 0, 1) };
  }

  /**
   * Takes the box as its new place and shows it there.
   * @param {Box} box
   */
  #show(box) {
    this.#box = box;
    const element = this.#element ??= this.#make();
    // On a small box the handles would lie over all of it: they stand outside then.
    element.classList.toggle("fw-drawn-small", box.width * this.#picture.clientWidth < 90 || box.height * this.#picture.clientHeight < 90);
    Object.assign(element.style, { left: `${box.x * 100}%`, top: `${box.y * 100}%`, width: `${box.width * 100}%`, height: `${box.height * 100}%` });
    const { width, height } = this.#options;
    const [x, y, wide, high] = [box.x * width, box.y * height, box.width * width, box.height * height].map(Math.round);
    if (this.#live)
      this.#live.textContent = `${wide} × ${high} pixels, at ${x}, ${y}`;
    return element;
  }

  #make() {
    const element = document.createElement("div");
    element.className = "fw-drawn";
    element.tabIndex = 0;
    // An application: a screen reader lets the arrow keys through.
    element.setAttribute("role", "application");
    element.setAttribute("aria-label", "Box of the face. Arrows move it, Shift and arrows resize it, Enter keeps it, Escape leaves it.");
    for (const [name, [x, y]] of Object.entries(HANDLES)) {
      const handle = document.createElement("span");
      handle.className = "fw-handle";
      handle.dataset.grip = name;
      Object.assign(handle.style, { left: `${x * 100}%`, top: `${y * 100}%`, cursor: `${name}-resize` });
      element.append(handle);
    }
    this.#picture.append(element);
    return element;
  }

  #forget() {
    this.#element?.remove();
    this.#element = this.#box = this.#drag = null;
    if (this.#live)
      this.#live.textContent = "";
  }

  #finish() {
    if (this.#finished || !this.#box)
      return;
    this.#finished = true;
    const { x, y, width, height } = this.#box;
    this.#page.invokeMethodAsync("DrawnAsync", x, y, width, height).finally(() => { this.#finished = false; });
  }

  /** @param {PointerEvent} e */
  #down(e) {
    if (!e.isPrimary || e.button !== 0 || !(e.target instanceof HTMLElement))
      return;
    const grip = e.target.dataset.grip ?? (this.#element?.contains(e.target) ? "move" : null);
    if (grip === null && this.#editing)
      return;
    e.preventDefault();
    if (grip === null)
      this.#forget();
    this.#drag = { grip, start: this.#at(e), from: this.#box && { ...this.#box } };
    this.#picture.setPointerCapture(e.pointerId);
    this.#element?.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} e */
  #move(e) {
    if (!this.#drag)
      return;
    const { grip, start, from } = this.#drag;
    const here = this.#at(e);
    this.#show(grip !== null && from ? dragged(grip, from, here.x - start.x, here.y - start.y, this.#least) : between(start, here));
  }

  #up() {
    if (!this.#drag)
      return;
    const drawn = this.#drag.grip === null;
    this.#drag = null;
    if (!drawn)
      return;
    const area = this.#picture.getBoundingClientRect();
    if (this.#box && this.#box.width * area.width >= SMALLEST && this.#box.height * area.height >= SMALLEST)
      this.#finish();
    else
      this.#forget();
  }

  #cancelled() {
    if (this.#drag?.from)
      this.#show(this.#drag.from);
    else if (this.#drag)
      this.#forget();
    this.#drag = null;
  }

  #middle() {
    const { width, height } = this.#options;
    const side = Math.min(width, height) / 4;
    const [wide, high] = [Math.max(this.#least.width, side / width), Math.max(this.#least.height, side / height)];
    return { x: (1 - wide) / 2, y: (1 - high) / 2, width: wide, height: high };
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    // Keys in fields and on buttons mean what they mean there.
    if (!(e.target instanceof Element) || e.altKey || e.metaKey
      || e.target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu]"))
      return;
    const arrow = ARROWS.get(e.key);
    if (arrow) {
      const [right, below] = arrow;
      const { width, height } = this.#options;
      // A hundredth of the shorter side, with Ctrl a pixel of the original.
      const by = e.ctrlKey ? 1 : Math.min(width, height) / 100;
      this.#show(this.#box ? dragged(e.shiftKey ? "se" : "move", this.#box, right * by / width, below * by / height, this.#least) : this.#middle())
        .focus({ preventScroll: true });
    } else if (e.key === "Enter" && this.#element?.contains(e.target)) {
      this.#finish();
    } else if (e.key === "Escape") {
      this.#page.invokeMethodAsync("CancelledAsync");
    } else {
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  }
}

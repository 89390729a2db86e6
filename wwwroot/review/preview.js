// @ts-check
// The photo around a face: shown when the mouse rests on it, after a long press, or by a key. Never takes the focus.
import { seenWords } from "./face.js";

/** @import { Details } from "./details.js" */
/** @import { Face } from "./face.js" */

const CROP = 256;             // pixels: a crop's longer side
const LARGEST = 440;          // pixels a side

/**
 * Width and height of a picture whose longer side is to be so long.
 * @param {HTMLImageElement} picture
 * @param {number} longest pixels
 * @returns {[number, number]}
 */
function fitted({ naturalWidth, naturalHeight }, longest) {
  const scale = longest / Math.max(1, naturalWidth, naturalHeight);
  return [Math.round(naturalWidth * scale), Math.round(naturalHeight * scale)];
}

export class Preview {
  #card = document.createElement("figure");
  #details;
  #lower;
  /** @type {Face | null} */
  #face = null;

  /** Shown until the key is pressed again; follows the cursor. */
  pinned = false;

  /**
   * @param {HTMLElement} host
   * @param {Pick<Details, "of">} details
   * @param {() => number} lower how many pixels of the window's lower edge are covered by something else
   */
  constructor(host, details, lower) {
    this.#details = details;
    this.#lower = lower;
    this.#card.className = "fw-rv-preview";
    this.#card.hidden = true;
    host.append(this.#card);
  }

  get face() {
    return this.#face;
  }

  /**
   * @param {Face} face
   * @param {Element | null} cell beside which it is shown
   */
  async show(face, cell) {
    this.#face = face;
    const detail = await this.#details.of(face);
    if (this.#face !== face || !detail)
      return;
    // Of a video there is the face with its surroundings alone: its picture is another moment's.
    const moves = detail.seen !== null;
    const [fullWidth, fullHeight] = moves ? [CROP, CROP] : [detail.photoWidth, detail.photoHeight];
    // A small photo is shown up to twice as large as it is: the face is what one wants to see.
    const scale = Math.min(moves ? 1.3 : 2, LARGEST / Math.max(fullWidth, fullHeight), (innerWidth - 32) / fullWidth, (innerHeight * 0.6) / fullHeight);
    const [width, height] = [Math.round(fullWidth * scale), Math.round(fullHeight * scale)];
    const picture = document.createElement("img");
    picture.src = moves ? `/api/v1/faces/${face.id}/crop` : `/api/v1/photos/${detail.photoId}/image?size=preview`;
    picture.style.objectFit = "contain";
    picture.width = width;
    picture.height = height;
    // A crop is as wide and high as the face with its surroundings.
    picture.onload = () => {
      if (moves)
        [picture.width, picture.height] = fitted(picture, width);
    };
    picture.alt = `The ${moves ? "best sight" : "photo"} of this face${face.group.name ? `: ${face.group.name}?` : ""}`;
    const box = document.createElement("span");
    box.className = "fw-rv-box";
    box.style.cssText = `left:${detail.box.x * scale}px;top:${detail.box.y * scale}px;width:${detail.box.width * scale}px;height:${detail.box.height * scale}px`;
    box.hidden = moves;
    const words = document.createElement("figcaption");
    const taken = detail.takenAt ? [new Date(detail.takenAt).toLocaleDateString("en", { dateStyle: "medium", timeZone: "UTC" })] : [];
    const at = detail.seen ? [seenWords(detail.seen)] : [];
    words.textContent = [...taken, ...at, `quality ${Math.round(detail.quality * 100)} %`].join(" · ");
    this.#card.replaceChildren(picture, box, words);
    this.#card.hidden = false;
    this.#place(cell, width, height + 28);
  }

  hide() {
    this.pinned = false;
    this.#face = null;
    this.#card.hidden = true;
  }

  /**
   * Beside the face where there is room, so that it does not cover it.
   * @param {Element | null} cell
   * @param {number} width pixels
   * @param {number} height pixels
   */
  #place(cell, width, height) {
    const at = cell?.getBoundingClientRect() ?? { left: innerWidth / 2, right: innerWidth / 2, top: innerHeight / 2, bottom: innerHeight / 2 };
    let left = at.right + 10;
    const bottom = innerHeight - this.#lower() - height - 8;
    let top = Math.max(56, Math.min(bottom, at.top - 20));
    if (left + width > innerWidth - 8)
      left = at.left - width - 10;
    if (left < 8) {
      left = Math.max(8, (innerWidth - width) / 2);
      top = at.top > innerHeight / 2 ? Math.max(8, at.top - height - 10) : Math.min(bottom, at.bottom + 10);
    }
    this.#card.style.cssText = `left:${left}px;top:${top}px`;
  }
}

// @ts-check
// A video with boxes and names over its moving picture, in step with it, and a time line that follows and leads it.
import { clock } from "../layout/words.js";
import { listenToKeys } from "./keys.js";
import { contained, readTracks, seenAt } from "./tracks.js";

/** @import { Tracks } from "./tracks.js" */

/** @typedef {{ id: number, tag: string, kind: string, suggested: boolean, aside: boolean, row: string }} Named a track as it is called now */
/**
 * @typedef {object} Shown what the page shows
 * @property {Named[] | null} faces those near; null where they are as before
 * @property {number | null} selected the track that is open
 * @property {string | null} row the chosen row of the time line
 * @property {number} length milliseconds of the whole video; 1 where that is not known
 * @property {number} from where the stretch begins that the time line shows, in milliseconds
 * @property {number} to where it ends
 * @property {string} tracks which tracks are near: the query of their address
 * @property {string} stamp another one when tracks have come, gone or moved
 */

const STEP = 5;               // seconds: of an arrow key
const USUAL_FRAME = 1 / 25;   // seconds: until two frames have been seen
const SHORTEST_FRAME = 1 / 240;
const ASK_EVERY = 2000;       // milliseconds of film: an answer may be lost

/**
 * Starts the player in an element.
 * @param {string} id the element's
 * @param {DotNetObject} page its SelectAsync(face) is called when an appearance is pressed, its ConfirmAsync(face) when its name is confirmed, its
 *   CutAsync(face, milliseconds), JoinAsync(face) and NextAsync(milliseconds) by keys, its ReachedAsync(milliseconds) where
 *   the time line shows another stretch, its CannotPlayAsync() where the browser cannot play the file
 * @param {string} address of the video's tracks
 * @param {number} at where to begin, in seconds
 */
export function start(id, page, address, at) {
  const root = document.getElementById(id);
  return root ? new Player(root, page, address, at) : { show() { }, stop() { }, time() { return 0; } };
}

export class Player {
  #root;
  #page;
  #address;
  #film;
  #frame;
  #boxes;
  #position;
  #time;
  #stopping = new AbortController();
  #observer;
  /** @type {Tracks | null} */
  #tracks = null;
  /** @type {Shown} */
  #shown = { faces: [], selected: null, row: null, length: 1, from: 0, to: 0, tracks: "", stamp: "" };
  /** @type {Map<number, Named>} */
  #names = new Map();
  /** @type {Map<number, HTMLElement>} */
  #drawn = new Map();
  #at;
  #frameSeconds = USUAL_FRAME;
  #lastFrame = -1;
  #playable = true;
  #withBoxes = true;
  // The page is asked once for the stretch in which the video stands, and again only after a while.
  #askedFor = -1;
  /** @type {number | null} where to go as soon as the file allows */
  #wanted;

  /**
   * @param {HTMLElement} root
   * @param {DotNetObject} page
   * @param {string} address
   * @param {number} at
   */
  constructor(root, page, address, at) {
    this.#root = root;
    this.#page = page;
    this.#address = address;
    this.#film = /** @type {HTMLVideoElement} */ (root.querySelector("video"));
    this.#frame = /** @type {HTMLElement} */ (root.querySelector(".fw-film-frame"));
    this.#boxes = /** @type {HTMLElement} */ (root.querySelector(".fw-film-boxes"));
    this.#position = /** @type {HTMLInputElement} */ (this.#control("position"));
    this.#time = this.#control("time");
    this.#at = this.#wanted = at;
    this.#observer = new ResizeObserver(() => this.#layOut());
    this.#observer.observe(this.#frame);
    this.#listen();
    listenToKeys(this, this.#stopping.signal);
    this.#follow();
    if (this.#film.error)
      this.#cannotPlay();
    else if (this.#film.readyState >= 1)
      this.#ready();
    this.#draw();
  }

  /** Where it stands, in seconds. */
  get at() {
    return this.#at;
  }

  /** The chosen row of the time line. */
  get row() {
    return this.#shown.row;
  }

  /** The open appearance. */
  get selected() {
    return this.#shown.selected;
  }

  /**
   * Shows names, and reads where faces are where that has changed.
   * @param {Shown} shown
   */
  show(shown) {
    const other = shown.stamp !== this.#shown.stamp;
    this.#shown = shown;
    if (shown.faces)
      this.#names = new Map(shown.faces.map(face => [face.id, face]));
    this.#askedFor = -1;
    if (other)
      void this.#read();
    this.#draw();
  }

  stop() {
    this.#stopping.abort();
    this.#observer.disconnect();
    this.#film.pause();
  }

  toggle() {
    if (!this.#playable)
      return;
    if (this.#film.paused)
      void this.#film.play().catch(() => { });
    else
      this.#film.pause();
  }

  /**
   * Goes to a time.
   * @param {number} seconds
   */
  go(seconds) {
    const end = this.#duration / 1000;
    const to = Math.max(0, end > 0 ? Math.min(seconds, end) : seconds);
    this.#at = to;
    if (this.#film.readyState >= 1)
      this.#film.currentTime = to;
    else
      this.#wanted = to;
    this.#draw();
  }

  /** @param {-1 | 1} direction */
  leap(direction) {
    this.go(this.#at + direction * STEP);
  }

  /** @param {-1 | 1} direction */
  stepFrame(direction) {
    this.#film.pause();
    this.go(this.#at + direction * this.#frameSeconds);
  }

  /** @param {"sound" | "boxes" | "whole"} what */
  press(what) {
    const button = this.#control(what);
    if (what === "sound") {
      this.#film.muted = !this.#film.muted;
      button.setAttribute("aria-pressed", String(!this.#film.muted));
    } else if (what === "boxes") {
      this.#withBoxes = !this.#withBoxes;
      button.setAttribute("aria-pressed", String(this.#withBoxes));
      this.#draw();
    } else if (document.fullscreenElement) {
      void document.exitFullscreen();
    } else {
      void this.#root.requestFullscreen?.().catch(() => { });
    }
  }

  /**
   * Opens an appearance.
   * @param {number} face
   */
  select(face) {
    void this.#page.invokeMethodAsync("SelectAsync", face);
  }

  /** Confirms the suggested name of a face that is seen now: of the open one, one of the chosen row, or the largest. */
  confirmSeen() {
    const seen = (this.#tracks ? seenAt(this.#tracks, this.#at * 1000) : []).filter(face => this.#names.get(face.faceId)?.suggested);
    const rowOf = (/** @type {number} */ face) => this.#names.get(face)?.row;
    const best = seen.find(face => face.faceId === this.#shown.selected)
      ?? seen.find(face => this.#shown.row !== null && rowOf(face.faceId) === this.#shown.row)
      ?? seen.sort((a, b) => b.place.width * b.place.height - a.place.width * a.place.height)[0];
    if (best)
      this.confirm(best.faceId);
  }

  /** @param {number} face */
  confirm(face) {
    void this.#page.invokeMethodAsync("ConfirmAsync", face);
  }

  /** Where it stands, in whole milliseconds: for the page. */
  time() {
    return Math.round(this.#at * 1000);
  }

  /** Cuts the open appearance where the video stands. */
  cut() {
    if (this.#shown.selected !== null)
      void this.#page.invokeMethodAsync("CutAsync", this.#shown.selected, this.time());
  }

  /** Goes to the next appearance of the chosen row; after the last one to the first. */
  async next() {
    const start = /** @type {number | null} */ (await this.#page.invokeMethodAsync("NextAsync", this.time()));
    if (start !== null)
      this.go(start / 1000);
  }

  /** Joins the open appearance with the nearest of its row. */
  join() {
    if (this.#shown.selected !== null)
      void this.#page.invokeMethodAsync("JoinAsync", this.#shown.selected);
  }

  get #duration() {
    const own = this.#film.duration;
    return Number.isFinite(own) && own > 0 ? own * 1000 : this.#shown.length;
  }

  /** @param {string} name */
  #control(name) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(`[data-film=${name}]`));
  }

  #listen() {
    const { signal } = this.#stopping;
    const film = this.#film;
    const on = (/** @type {string} */ control, /** @type {() => void} */ act) => this.#control(control).addEventListener("click", act, { signal });
    on("play", () => this.toggle());
    on("back", () => this.stepFrame(-1));
    on("forward", () => this.stepFrame(1));
    on("sound", () => this.press("sound"));
    on("boxes", () => this.press("boxes"));
    on("whole", () => this.press("whole"));
    this.#position.addEventListener("input", () => this.go(this.#duration / 1000 * Number(this.#position.value) / Number(this.#position.max)), { signal });
    film.addEventListener("click", () => this.toggle(), { signal });
    film.addEventListener("loadedmetadata", () => this.#ready(), { signal });
    film.addEventListener("error", () => this.#cannotPlay(), { signal });
    for (const event of ["play", "pause", "ended"])
      film.addEventListener(event, () => this.#drawButton(), { signal });
    for (const event of ["seeked", "timeupdate", "durationchange"])
      film.addEventListener(event, () => this.#came(film.currentTime), { signal });
    // The time line is the server's; it may be drawn anew at any time.
    document.addEventListener("click", e => this.#clicked(e), { signal });
  }

  /** @param {MouseEvent} e */
  #clicked(e) {
    if (!(e.target instanceof Element))
      return;
    const bar = e.target.closest("[data-jump]");
    if (bar instanceof HTMLElement) {
      this.go(Number(bar.dataset.jump) / 1000);
      return;
    }
    const lane = e.target.closest(".fw-lane, .fw-overview");
    if (lane) {
      const area = lane.getBoundingClientRect();
      const [from, to] = lane.matches(".fw-lane") ? [this.#shown.from, this.#shown.to] : [0, this.#shown.length];
      this.go((from + (to - from) * (e.clientX - area.left) / area.width) / 1000);
    }
  }

  // The time line shows where the video stands.
  #reach(/** @type {number} */ at) {
    const { from, to, length } = this.#shown;
    if (to === 0 || (at >= from && at < to) || (at >= to && to >= length) || this.#askedFor === Math.floor(at / ASK_EVERY))
      return;
    this.#askedFor = Math.floor(at / ASK_EVERY);
    void this.#page.invokeMethodAsync("ReachedAsync", Math.round(at));
  }

  #ready() {
    // Sound alone is no video: the browser does not know how its pictures are packed.
    if (this.#film.videoWidth === 0) {
      this.#cannotPlay();
      return;
    }
    // A film that is made of what could not be played takes its place.
    this.#playable = true;
    this.#root.querySelector(".fw-film-unplayable")?.setAttribute("hidden", "");
    this.#root.classList.remove("fw-film-still");
    if (this.#wanted !== null && this.#wanted > 0)
      this.#film.currentTime = this.#wanted;
    this.#wanted = null;
    this.#layOut();
  }

  #cannotPlay() {
    this.#playable = false;
    void this.#page.invokeMethodAsync("CannotPlayAsync");
    this.#root.querySelector(".fw-film-unplayable")?.removeAttribute("hidden");
    this.#root.classList.add("fw-film-still");
  }

  async #read() {
    try {
      this.#tracks = await readTracks(this.#address + this.#shown.tracks, this.#stopping.signal);
      this.#layOut();
    } catch (e) {
      // Stopped, or the connection is away: the names are shown when it is back and something changes.
      if (!this.#stopping.signal.aborted)
        console.warn(e);
    }
  }

  // Each frame that is shown is drawn over; where the browser cannot say when, each time it draws.
  #follow() {
    const film = this.#film;
    if ("requestVideoFrameCallback" in HTMLVideoElement.prototype) {
      const next = (/** @type {number} */ _, /** @type {VideoFrameCallbackMetadata} */ frame) => {
        if (this.#stopping.signal.aborted)
          return;
        const passed = frame.mediaTime - this.#lastFrame;
        if (!film.paused && passed > SHORTEST_FRAME && passed < this.#frameSeconds * 1.5)
          this.#frameSeconds = Math.max(SHORTEST_FRAME, passed);
        this.#lastFrame = frame.mediaTime;
        this.#came(film.paused ? film.currentTime : frame.mediaTime);
        film.requestVideoFrameCallback(next);
      };
      film.requestVideoFrameCallback(next);
      return;
    }
    const draw = () => {
      if (this.#stopping.signal.aborted)
        return;
      if (!film.paused)
        this.#came(film.currentTime);
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  }

  /** @param {number} seconds where the video has come */
  #came(seconds) {
    if (this.#wanted !== null && this.#wanted > 0)
      return;
    this.#at = seconds;
    this.#draw();
  }

  // The picture lies in its frame with bars beside or above it where their shapes differ; boxes belong to the picture.
  #layOut() {
    const { clientWidth: width, clientHeight: height } = this.#frame;
    const turn = this.#tracks?.turn ?? 0;
    const film = this.#film;
    const own = film.videoWidth > 0 ? film.videoWidth / film.videoHeight : this.#tracks ? this.#tracks.width / this.#tracks.height : 16 / 9;
    const lies = turn % 180 !== 0 && film.videoWidth > 0;
    const place = contained(width, height, lies ? 1 / own : own);
    Object.assign(this.#boxes.style, {
      left: `${place.left}px`, top: `${place.top}px`, width: `${place.width}px`, height: `${place.height}px`,
    });
    Object.assign(film.style, turn === 0 ? { width: "", height: "", transform: "" } : {
      width: `${lies ? place.height : place.width}px`, height: `${lies ? place.width : place.height}px`,
      transform: `translate(-50%, -50%) rotate(${turn}deg)`,
    });
    film.classList.toggle("fw-film-turned", turn !== 0);
    this.#draw();
  }

  #drawButton() {
    const button = this.#control("play");
    const { paused } = this.#film;
    button.textContent = paused ? "▶" : "❚❚";
    button.setAttribute("aria-label", paused ? "Play" : "Pause");
  }

  #draw() {
    const at = this.#at * 1000;
    const duration = this.#duration;
    if (document.activeElement !== this.#position || this.#film.paused === false)
      this.#position.value = String(duration > 0 ? Math.round(at / duration * Number(this.#position.max)) : 0);
    this.#position.setAttribute("aria-valuetext", `${clock(at)} of ${clock(duration)}`);
    this.#time.textContent = `${clock(at)} / ${clock(duration)}`;
    // On the playhead alone: on the time line it would have all bars styled anew with each frame.
    const { from, to } = this.#shown;
    const playhead = /** @type {HTMLElement | null} */ (document.querySelector(".fw-playhead"));
    playhead?.style.setProperty("--at", String(Math.min(1, Math.max(0, (at - from) / Math.max(1, to - from)))));
    this.#reach(at);
    this.#drawBoxes(at);
  }

  /** @param {number} at milliseconds */
  #drawBoxes(at) {
    const seen = this.#tracks && this.#withBoxes ? seenAt(this.#tracks, at).filter(face => !this.#names.get(face.faceId)?.aside) : [];
    const left = new Map(this.#drawn);
    for (const { faceId, place } of seen) {
      left.delete(faceId);
      const box = this.#drawn.get(faceId) ?? this.#newBox(faceId);
      const named = this.#names.get(faceId);
      box.className = `fw-face ${named?.kind ?? "fw-face-unknown"}${faceId === this.#shown.selected ? " fw-face-selected" : ""}`;
      const tag = /** @type {HTMLElement} */ (box.firstElementChild);
      tag.textContent = named?.tag ?? "Unknown";
      tag.dataset.at = place.top + place.height > .86 ? "above" : "below";
      Object.assign(box.style, {
        left: `${100 * place.left}%`, top: `${100 * place.top}%`, width: `${100 * place.width}%`, height: `${100 * place.height}%`,
      });
    }
    for (const [faceId, box] of left) {
      box.remove();
      this.#drawn.delete(faceId);
    }
  }

  /** @param {number} faceId */
  #newBox(faceId) {
    const box = document.createElement("div");
    const tag = document.createElement("span");
    tag.className = "fw-face-tag";
    box.append(tag);
    box.addEventListener("click", () => this.select(faceId));
    this.#boxes.append(box);
    this.#drawn.set(faceId, box);
    return box;
  }
}

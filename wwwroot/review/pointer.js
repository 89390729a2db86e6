// @ts-check
// Mouse and fingers on the review page: choosing one, some or a range, the photo at rest or at a long press, the buttons.
import { pageOf } from "./face.js";

/** @import { Bar } from "./bar.js" */
/** @import { Decisions } from "./decisions.js" */
/** @import { Details } from "./details.js" */
/** @import { Face } from "./face.js" */
/** @import { Faces } from "./faces.js" */
/** @import { Grid } from "./grid.js" */
/** @import { Preview } from "./preview.js" */
/** @import { Screen } from "./screen.js" */
/** @import { Visit } from "./visit.js" */

/**
 * @typedef {object} PointerPorts
 * @property {Faces} faces
 * @property {Grid} grid
 * @property {Pick<Bar, "element" | "height">} bar
 * @property {Preview} preview
 * @property {Pick<Screen, "draw" | "chooseNone">} screen
 * @property {Pick<Details, "of">} details
 * @property {Decisions} decisions
 * @property {Visit} visit
 */

const REST = 350;             // milliseconds that the mouse rests before the photo comes
const LONG = 450;             // milliseconds of a long press
const SLIP = 10;              // pixels that a pressing finger may move

/** @param {PointerPorts} ports */
export function listenToPointer(ports) {
  listenOnFaces(ports);
  listenOnHeads(ports);
  listenOnBar(ports);
}

/** @param {PointerPorts} ports */
function listenOnFaces({ faces, grid, bar, preview, screen, details, visit }) {
  const { signal } = visit;
  const list = grid.list;
  /** @param {EventTarget | null} element */
  const faceOf = element => {
    const option = element instanceof Element ? element.closest("[role=option]") : null;
    return option instanceof HTMLElement ? faces.find(Number(option.dataset.id)) : undefined;
  };
  let timer = 0;
  /** @type {Face | null} where a drag began */
  let from = null;
  /** @type {{ x: number, y: number } | null} where a finger is down */
  let press = null;
  let dragging = false;
  let quiet = false;          // the click that ends a drag or a long press is none

  const letGo = () => {
    clearTimeout(timer);
    if (!preview.pinned)
      preview.hide();
  };

  list.addEventListener("click", e => {
    const face = faceOf(e.target);
    if (!face || quiet)
      return;
    visit.touched();
    grid.focus();
    const anchor = faces.find(faces.anchorId) ?? faces.current;
    if (e.shiftKey && anchor?.shown)
      faces.choose(anchor, face, e.ctrlKey || e.metaKey);
    else {
      faces.toggle(face);
      faces.anchorId = face.id;
    }
    faces.currentId = face.id;
    screen.draw();
  }, { signal });

  list.addEventListener("dblclick", async e => {
    const face = faceOf(e.target);
    const detail = face && await details.of(face);
    if (detail)
      Blazor.navigateTo(pageOf(face.id, detail));
  }, { signal });

  list.addEventListener("pointerdown", e => {
    const face = faceOf(e.target);
    quiet = dragging = false;
    if (!face)
      return;
    visit.touched();
    clearTimeout(timer);
    if (e.pointerType === "mouse") {
      from = e.button === 0 ? face : null;
      return;
    }
    press = { x: e.clientX, y: e.clientY };
    timer = setTimeout(() => {
      quiet = true;
      preview.show(face, grid.cell(face));
    }, LONG);
  }, { signal });

  document.addEventListener("pointermove", e => {
    if (press && Math.hypot(e.clientX - press.x, e.clientY - press.y) > SLIP)
      clearTimeout(timer);
    if (!from || (e.buttons & 1) === 0)
      return;
    const face = faceOf(document.elementFromPoint(e.clientX, e.clientY));
    if (e.clientY < 90 || e.clientY > innerHeight - bar.height - 20)
      scrollBy(0, e.clientY < 90 ? -24 : 24);
    if (!face || (face === from && !dragging))
      return;
    dragging = true;
    letGo();
    faces.choose(from, face, e.ctrlKey || e.metaKey);
    faces.anchorId = from.id;
    faces.currentId = face.id;
    visit.touched();
    screen.draw();
  }, { signal });

  const up = () => {
    quiet ||= dragging;
    from = press = null;
    clearTimeout(timer);
    if (quiet)
      letGo();
  };
  document.addEventListener("pointerup", up, { signal });
  document.addEventListener("pointercancel", up, { signal });

  list.addEventListener("pointerover", e => {
    const face = faceOf(e.target);
    if (face && e.pointerType === "mouse" && e.buttons === 0 && !preview.pinned && preview.face !== face) {
      letGo();
      timer = setTimeout(() => preview.show(face, grid.cell(face)), REST);
    }
  }, { signal });
  list.addEventListener("pointerleave", letGo, { signal });
  addEventListener("scroll", () => {
    clearTimeout(timer);
    if (preview.face && !preview.pinned)
      preview.hide();
  }, { signal, passive: true });
  // A long press is ours, not the browser's menu.
  list.addEventListener("contextmenu", e => {
    if (press || quiet)
      e.preventDefault();
  }, { signal });
}

/** @param {PointerPorts} ports */
function listenOnHeads({ faces, grid, screen, decisions, visit }) {
  grid.heads.element.addEventListener("click", e => {
    const button = e.target instanceof Element ? e.target.closest("button") : null;
    const group = button && grid.heads.groupOf(button);
    if (!button || !group)
      return;
    visit.touched();
    if (button.dataset.do === "fold") {
      group.collapsed = !group.collapsed;
      for (const face of group.faces)
        faces.chosen.delete(face.id);
      faces.changed();
      if (faces.current?.group === group && group.collapsed)
        faces.currentId = faces.flat[0]?.id ?? null;
      screen.draw();
    } else {
      decisions.confirmGroup(group);
      grid.focus();
    }
  }, { signal: visit.signal });
}

/** @param {PointerPorts} ports */
function listenOnBar({ faces, grid, bar, screen, decisions, visit }) {
  bar.element.addEventListener("click", e => {
    const button = e.target instanceof Element ? e.target.closest("[data-do]") : null;
    const what = button instanceof HTMLElement ? button.dataset.do : undefined;
    if (!what)
      return;
    visit.touched();
    switch (what) {
      case "name": decisions.startNaming(); return;
      case "enter": decisions.confirm(faces.targets()); break;
      case "x": decisions.reject(); break;
      case "i": decisions.ignore(); break;
      case "n": decisions.notAFace(); break;
      case "none": screen.chooseNone(); break;
      default: decisions.confirmCandidate(Number(what));
    }
    grid.focus();
  }, { signal: visit.signal });
}

// Mouse and fingers on the review page: choosing one, some or a range, the photo at rest or at a long press, the buttons.
const REST = 350;             // milliseconds that the mouse rests before the photo comes
const LONG = 450;             // milliseconds of a long press
const SLIP = 10;              // pixels that a pressing finger may move

export function listenToPointer(page, signal) {
  const { faces, grid, bar, preview } = page;
  const list = grid.list;
  const faceOf = element => faces.byId.get(Number(element?.closest?.("[role=option]")?.dataset.id));
  let timer = 0;
  let from = null;            // where a drag began
  let press = null;           // where a finger is down
  let dragging = false;
  let quiet = false;          // the click that ends a drag or a long press is none

  const wait = (ms, face) => {
    clearTimeout(timer);
    timer = setTimeout(() => preview.show(face, grid.cell(face)), ms);
  };
  const letGo = () => {
    clearTimeout(timer);
    if (!preview.pinned)
      preview.hide();
  };

  list.addEventListener("click", e => {
    const face = faceOf(e.target);
    if (!face || quiet)
      return;
    page.touched();
    list.focus({ preventScroll: true });
    const anchor = faces.byId.get(faces.anchorId) ?? faces.current;
    if (e.shiftKey && anchor?.shown)
      faces.choose(anchor, face, e.ctrlKey || e.metaKey);
    else {
      faces.toggle(face);
      faces.anchorId = face.id;
    }
    faces.currentId = face.id;
    page.draw();
  }, { signal });

  list.addEventListener("dblclick", async e => {
    const face = faceOf(e.target);
    const detail = face && await page.details.of(face);
    if (detail)
      Blazor.navigateTo(`/photos/${detail.photoId}`);
  }, { signal });

  list.addEventListener("pointerdown", e => {
    const face = faceOf(e.target);
    quiet = dragging = false;
    if (!face)
      return;
    page.touched();
    clearTimeout(timer);
    if (e.pointerType === "mouse") {
      from = e.button === 0 ? face : null;
      return;
    }
    press = { x: e.clientX, y: e.clientY };
    clearTimeout(timer);
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
    page.touched();
    page.draw();
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
      wait(REST, face);
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

  grid.heads.addEventListener("click", e => {
    const button = e.target.closest("button");
    const group = e.target.closest(".fw-rv-head")?.group;
    if (!button || !group)
      return;
    page.touched();
    if (button.dataset.do === "fold") {
      group.collapsed = !group.collapsed;
      for (const face of group.faces)
        faces.chosen.delete(face.id);
      faces.changed();
      if (faces.current?.group === group && group.collapsed)
        faces.currentId = faces.flat[0]?.id ?? null;
      page.draw();
    } else {
      page.decisions.confirmGroup(group);
      list.focus({ preventScroll: true });
    }
  }, { signal });

  bar.element.addEventListener("click", e => {
    const what = e.target.closest("[data-do]")?.dataset.do;
    if (!what)
      return;
    page.touched();
    if (what === "name") {
      page.decisions.startNaming();
      return;
    }
    if (what === "enter")
      page.decisions.confirm(faces.targets());
    else if (what === "x")
      page.decisions.reject();
    else if (what === "i")
      page.decisions.ignore();
    else if (what === "n")
      page.decisions.notAFace();
    else if (what === "none")
      page.chooseNone();
    else
      page.decisions.confirmCandidate(Number(what));
    list.focus({ preventScroll: true });
  }, { signal });
}

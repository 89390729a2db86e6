// A face's box drawn, moved and resized by hand: with mouse, pen or finger (pointer events), and with the keyboard.
(() => {
  "use strict";

  const SMALLEST = 8;     // pixels of the screen: less is a click, not a box
  const HANDLES = { nw: [0, 0], n: [.5, 0], ne: [1, 0], e: [1, .5], se: [1, 1], s: [.5, 1], sw: [0, 1], w: [0, .5] };
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

  // Takes a pen to a picture. Without a box one is drawn; with one (x, y, width, height) that one is moved and resized. All numbers are
  // fractions (0 to 1) of the picture. page.DrawnAsync(x, y, width, height) is called when it is done, page.CancelledAsync() on Escape.
  // options: width, height and least (the least side of a box) in pixels of the original; live, the id of an element that says where the box is.
  window.faceweb.pen = (id, page, box, options) => {
    const picture = document.getElementById(id);
    const live = document.getElementById(options.live);
    const editing = box !== null;
    const least = { width: options.least / options.width, height: options.least / options.height };
    let element = null;
    let drag = null;      // what the pointer is doing: { grip, start, from }; a grip of null draws a new box
    let finished = false;

    const at = e => {
      const area = picture.getBoundingClientRect();
      return { x: clamp((e.clientX - area.left) / area.width, 0, 1), y: clamp((e.clientY - area.top) / area.height, 0, 1), area };
    };

    const show = () => {
      // On a small box the handles would lie over all of it: they stand outside then.
      element.classList.toggle("fw-drawn-small", box.width * picture.clientWidth < 90 || box.height * picture.clientHeight < 90);
      Object.assign(element.style, { left: `${box.x * 100}%`, top: `${box.y * 100}%`, width: `${box.width * 100}%`, height: `${box.height * 100}%` });
      const [x, y, width, height] = [box.x * options.width, box.y * options.height, box.width * options.width, box.height * options.height].map(Math.round);
      if (live)
        live.textContent = `${width} × ${height} pixels, at ${x}, ${y}`;
    };

    const make = () => {
      element = document.createElement("div");
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
      picture.append(element);
      show();
    };

    const forget = () => {
      element?.remove();
      element = box = drag = null;
      if (live)
        live.textContent = "";
    };

    const finish = () => {
      if (finished || !box)
        return;
      finished = true;
      page.invokeMethodAsync("DrawnAsync", box.x, box.y, box.width, box.height).finally(() => { finished = false; });
    };

    // The edges that a grip holds follow; the others stay. The body ("move") takes all along.
    const dragged = (grip, from, dx, dy) => {
      let { x, y, width, height } = from;
      if (grip === "move")
        return { x: clamp(x + dx, 0, 1 - width), y: clamp(y + dy, 0, 1 - height), width, height };
      let [left, top, right, bottom] = [x, y, x + width, y + height];
      if (grip.includes("w"))
        left = clamp(left + dx, 0, right - least.width);
      if (grip.includes("e"))
        right = clamp(right + dx, left + least.width, 1);
      if (grip.includes("n"))
        top = clamp(top + dy, 0, bottom - least.height);
      if (grip.includes("s"))
        bottom = clamp(bottom + dy, top + least.height, 1);
      return { x: left, y: top, width: right - left, height: bottom - top };
    };

    const down = e => {
      if (!e.isPrimary || e.button !== 0)
        return;
      const grip = e.target.dataset?.grip ?? (element && element.contains(e.target) ? "move" : null);
      if (grip === null && editing)
        return;
      e.preventDefault();
      if (grip === null)
        forget();
      drag = { grip, start: at(e), from: box && { ...box } };
      picture.setPointerCapture(e.pointerId);
      element?.focus({ preventScroll: true });
    };

    const move = e => {
      if (!drag)
        return;
      const here = at(e);
      if (drag.grip !== null) {
        box = dragged(drag.grip, drag.from, here.x - drag.start.x, here.y - drag.start.y);
      } else {
        box = { x: Math.min(drag.start.x, here.x), y: Math.min(drag.start.y, here.y), width: Math.abs(here.x - drag.start.x), height: Math.abs(here.y - drag.start.y) };
        if (!element)
          make();
      }
      show();
    };

    const up = () => {
      if (!drag)
        return;
      const drawn = drag.grip === null;
      drag = null;
      if (!drawn)
        return;
      const area = picture.getBoundingClientRect();
      if (box && box.width * area.width >= SMALLEST && box.height * area.height >= SMALLEST)
        finish();
      else
        forget();
    };

    const cancelled = () => {
      if (drag?.from) {
        box = drag.from;
        show();
      } else if (drag) {
        forget();
      }
      drag = null;
    };

    const middle = () => {
      const side = Math.min(options.width, options.height) / 4;
      const [width, height] = [Math.max(least.width, side / options.width), Math.max(least.height, side / options.height)];
      return { x: (1 - width) / 2, y: (1 - height) / 2, width, height };
    };

    // Before the page's own keys, which would go to the next photo. Keys in fields and on buttons mean what they mean there.
    const key = e => {
      if (e.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=menu]") || e.altKey || e.metaKey)
        return;
      const onBox = element !== null && element.contains(e.target);
      if (ARROWS[e.key]) {
        const [right, below] = ARROWS[e.key];
        if (!box) {
          box = middle();
          make();
        } else {
          // A hundredth of the shorter side, with Ctrl a pixel of the original.
          const step = e.ctrlKey ? 1 : Math.min(options.width, options.height) / 100;
          box = dragged(e.shiftKey ? "se" : "move", box, right * step / options.width, below * step / options.height);
          show();
        }
        element.focus({ preventScroll: true });
      } else if (e.key === "Enter" && onBox) {
        finish();
      } else if (e.key === "Escape") {
        page.invokeMethodAsync("CancelledAsync");
      } else {
        return;
      }
      e.preventDefault();
      e.stopPropagation();
    };

    const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancelled };
    for (const [name, listener] of Object.entries(listeners))
      picture.addEventListener(name, listener);
    document.addEventListener("keydown", key, true);
    picture.dataset.pen = editing ? "change" : "draw";
    if (editing) {
      make();
      element.focus({ preventScroll: true });
      // Not under the bar at the window's top, nor below its lower edge.
      const { top, bottom } = element.getBoundingClientRect();
      if (top < 80 || bottom > window.innerHeight - 20)
        element.scrollIntoView({ block: "center" });
    }
    return {
      save: finish,
      forget,
      stop: () => {
        forget();
        delete picture.dataset.pen;
        document.removeEventListener("keydown", key, true);
        for (const [name, listener] of Object.entries(listeners))
          picture.removeEventListener(name, listener);
      }
    };
  };
})();

// What the photo page needs from the browser: drawing a box with mouse, pen or finger, and keys that press a button or link.
(() => {
  "use strict";

  const SMALLEST = 8;   // pixels of the screen: less is a click, not a box

  // Draws one box on a picture. page.DrawnAsync(x, y, width, height) gets fractions (0 to 1) of the picture.
  window.faceweb.draw = (id, page) => {
    const picture = document.getElementById(id);
    let from = null;
    let box = null;
    const at = e => {
      const area = picture.getBoundingClientRect();
      return {
        x: Math.min(1, Math.max(0, (e.clientX - area.left) / area.width)),
        y: Math.min(1, Math.max(0, (e.clientY - area.top) / area.height)),
        area
      };
    };
    const between = (a, b) => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) });
    const forget = () => {
      box?.remove();
      from = box = null;
    };
    const down = e => {
      if (!e.isPrimary || e.button !== 0)
        return;
      e.preventDefault();
      from = at(e);
      picture.setPointerCapture(e.pointerId);
      box = document.createElement("div");
      box.className = "fw-drawn";
      picture.append(box);
    };
    const move = e => {
      if (!from)
        return;
      const b = between(from, at(e));
      Object.assign(box.style, { left: `${b.x * 100}%`, top: `${b.y * 100}%`, width: `${b.width * 100}%`, height: `${b.height * 100}%` });
    };
    const up = e => {
      if (!from)
        return;
      const end = at(e);
      const b = between(from, end);
      forget();
      if (b.width * end.area.width >= SMALLEST && b.height * end.area.height >= SMALLEST)
        page.invokeMethodAsync("DrawnAsync", b.x, b.y, b.width, b.height);
    };
    const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: forget };
    for (const [name, listener] of Object.entries(listeners))
      picture.addEventListener(name, listener);
    return {
      stop: () => {
        forget();
        for (const [name, listener] of Object.entries(listeners))
          picture.removeEventListener(name, listener);
      }
    };
  };

  window.faceweb.focus = id => document.getElementById(id)?.focus();

  // A key presses the element that names it (data-key="ArrowLeft"), unless the key means something where the focus is.
  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.defaultPrevented)
      return;
    if (e.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=menu], .mud-popover-open"))
      return;
    const pressed = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
    if (pressed && !document.querySelector(".mud-dialog-container")) {
      e.preventDefault();
      pressed.click();
    }
  });
})();

// @ts-check
// A key presses the element that names it (data-key="ArrowLeft"), unless the key means something where the focus is; held down, it presses again and
// again, but for an element with data-once.
document.addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.defaultPrevented)
    return;
  if (e.target instanceof Element && e.target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu], .mud-popover-open"))
    return;
  const pressed = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
  if (pressed instanceof HTMLElement && !document.querySelector(".mud-dialog-container")) {
    e.preventDefault();
    if (!e.repeat || pressed.dataset.once === undefined)
      pressed.click();
  }
});

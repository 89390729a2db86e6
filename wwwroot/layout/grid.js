// @ts-check
// How many cells of a grid fit beside each other.

/**
 * The width of an element in pixels; 0 when its page was left before it could be asked.
 * @param {HTMLElement | null} element
 */
export const width = element => element?.clientWidth ?? 0;

/**
 * Tells a page how many photos of its grid fit beside each other and how high a row is, now and whenever the width changes.
 * @param {string} id the grid's
 * @param {DotNetObject} page its FitAsync(columns, height in pixels) is called
 */
export function fit(id, page) {
  const grid = document.getElementById(id);
  if (!grid)
    return { stop: () => { } };
  const narrowest = () => window.innerWidth < 600 ? 110 : 170;
  let last = 0;
  const measure = () => {
    const width = grid.clientWidth;
    if (width === 0 || width === last)
      return;
    last = width;
    const columns = Math.max(2, Math.floor(width / narrowest()));
    page.invokeMethodAsync("FitAsync", columns, width / columns).catch(() => { /* the circuit is gone; the next page measures anew */ });
  };
  const observer = new ResizeObserver(measure);
  observer.observe(grid);
  measure();
  return { stop: () => observer.disconnect() };
}

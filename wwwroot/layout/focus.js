// @ts-check
// Where the keyboard focus goes. When what has it is removed, by the user's own action or by somebody else's, the browser would drop it
// to the page's body, and a keyboard or screen reader user would begin anew at the top.
//   data-focus-next       a list: the focus goes to the next of its elements, or the one before, otherwise to the page's heading
//   data-focus-then="id"  a part of a page: the focus goes to the element of that id while it has faces to choose from, otherwise to the heading

/** @typedef {{ at: number, item: Element, after: Element[], before: Element[], place: number }} InList where in its list the focus was */
/** @typedef {{ element: Element, region: Element, list: InList | null }} Remembered */

const focusable = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), [tabindex='0']";

/** @type {Remembered | null} */
let last = null;

/** @param {Element} item */
const within = item => [item, ...item.querySelectorAll("*")].filter(e => e.matches(focusable) && e.getClientRects().length > 0);

/** @param {unknown} element */
function remember(element) {
  last = null;
  const region = element instanceof Element ? element.closest("[data-focus-next], [data-focus-then]") : null;
  if (!region || !(element instanceof Element))
    return;
  last = { element, region, list: null };
  if (region.hasAttribute("data-focus-next")) {
    const items = [...region.children];
    const at = items.findIndex(item => item.contains(element));
    if (at >= 0)
      last.list = { item: items[at], at, after: items.slice(at + 1), before: items.slice(0, at).reverse(), place: within(items[at]).indexOf(element) };
  }
}

/** @param {Remembered} remembered */
function nextOf({ region, list }) {
  if (!list || !region.isConnected)
    return null;
  if (list.item.isConnected)
    return list.item.querySelector("[data-faces]") ?? within(list.item)[0];
  const next = [...list.after, ...list.before].find(one => one.parentElement === region) ?? region.children[Math.min(list.at, region.children.length - 1)];
  if (!next)
    return null;
  const inside = within(next);
  return next.querySelector("[data-faces]") ?? inside[Math.min(list.place, inside.length - 1)];
}

/** @param {Element} region */
function thenOf(region) {
  const then = document.getElementById(region.getAttribute("data-focus-then") ?? "");
  return then?.matches("[data-faces]:not(:has([role=option]))") ? null : then;
}

function heading() {
  const h1 = document.querySelector("main h1");
  h1?.setAttribute("tabindex", "-1");
  return h1;
}

const fields = "input, select, textarea, [contenteditable]";
let pressed = false;

document.addEventListener("focusin", e => {
  // The router focuses a new page's heading, on a slow line after the user has begun to type into the page: the field gets it back.
  const from = e.relatedTarget;
  if (e.target instanceof HTMLHeadingElement && from instanceof HTMLElement && from.isConnected && from.matches(fields) && !pressed)
    from.focus({ preventScroll: true });
  else
    remember(e.target);
});
// A click beside everything leaves nothing focused on purpose.
document.addEventListener("mousedown", () => {
  pressed = true;
  setTimeout(() => {
    pressed = false;
    remember(document.activeElement);
  });
});

new MutationObserver(() => {
  if (!last)
    return;
  if (last.element.isConnected) {
    // Neighbours come and go while it has the focus.
    if (document.activeElement === last.element)
      remember(last.element);
    return;
  }
  const lost = last;
  last = null;
  if (document.activeElement && document.activeElement !== document.body)
    return;
  const to = (lost.region.hasAttribute("data-focus-then") ? thenOf(lost.region) : nextOf(lost)) ?? heading();
  if (to instanceof HTMLElement)
    to.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest" });
}).observe(document.body, { childList: true, subtree: true });

/**
 * Focuses an element, if it is there.
 * @param {string} id
 */
export const focus = id => document.getElementById(id)?.focus();

/**
 * Focuses the first of these elements that is there. The router focuses a new page's heading, sometimes after the page has read what it
 * shows: for a second the heading gives the focus back. A field that the user types into keeps it.
 * @param {string[]} ids
 * @param {boolean} acted whether the user did something that leads there: an empty field, such as the one it was done in, gives the focus away
 */
export function focusFirst(ids, acted) {
  const first = ids.map(id => document.getElementById(id)).find(element => element);
  const field = document.activeElement?.matches(fields) ? document.activeElement : null;
  if (!first || (field && !(acted && "value" in field && field.value === "")))
    return;
  /** @param {FocusEvent} e */
  const back = e => {
    if (e.target instanceof HTMLHeadingElement && document.activeElement === e.target)
      first.focus({ preventScroll: true });
  };
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: "nearest" });
  document.addEventListener("focusin", back);
  setTimeout(() => document.removeEventListener("focusin", back), 1000);
}

// Where the keyboard focus goes when what has it is removed, by the user's own action or by somebody else's: the browser would drop it
// to the page's body, and a keyboard or screen reader user would begin anew at the top.
//   data-focus-next       a list: the focus goes to the next of its elements, or the one before, otherwise to the page's heading
//   data-focus-then="id"  a part of a page: the focus goes to the element of that id while it has faces to choose from, otherwise to the heading
(() => {
  const focusable = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), [tabindex='0']";
  let last = null;

  const within = item => [item, ...item.querySelectorAll("*")].filter(e => e.matches(focusable) && e.getClientRects().length > 0);

  const remember = element => {
    last = null;
    const region = element?.closest?.("[data-focus-next], [data-focus-then]");
    if (!region)
      return;
    last = { element, region };
    if (region.hasAttribute("data-focus-next")) {
      const items = [...region.children];
      const at = items.findIndex(item => item.contains(element));
      if (at >= 0)
        Object.assign(last, { item: items[at], at, after: items.slice(at + 1), before: items.slice(0, at).reverse(), place: within(items[at]).indexOf(element) });
    }
  };

  const nextOf = ({ region, item, at, after, before, place }) => {
    if (!item || !region.isConnected)
      return null;
    if (item.isConnected)
      return item.querySelector("[data-faces]") ?? within(item)[0];
    const next = [...after, ...before].find(one => one.parentElement === region) ?? region.children[Math.min(at, region.children.length - 1)];
    if (!next)
      return null;
    const inside = within(next);
    return next.querySelector("[data-faces]") ?? inside[Math.min(place, inside.length - 1)];
  };

  const thenOf = region => {
    const then = document.getElementById(region.getAttribute("data-focus-then"));
    return then?.matches("[data-faces]:not(:has([role=option]))") ? null : then;
  };

  const heading = () => {
    const h1 = document.querySelector("main h1");
    h1?.setAttribute("tabindex", "-1");
    return h1;
  };

  document.addEventListener("focusin", e => remember(e.target));
  // A click beside everything leaves nothing focused on purpose.
  document.addEventListener("mousedown", () => setTimeout(() => remember(document.activeElement)));

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
    to?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: "nearest" });
  }).observe(document.body, { childList: true, subtree: true });
})();

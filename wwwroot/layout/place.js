// @ts-check
// Where somebody was in a list: the browser's own way back cannot know, because lists are drawn after the page and only near the window.
const STORE = "faceweb-places";
const PATIENCE = 15_000;      // milliseconds that a list may take until it is as long as it was
const SETTLING = 800;         // after that, what is drawn above must not move it away again

/** @typedef {{ path: string, top: number }} Place */

/** @type {Record<number, Place>} by the entry of the tab's history */
const places = read();
/** @type {{ top: number, until: number } | null} */
let wanted = null;
let ticking = 0;

/** @returns {Record<number, Place>} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "{}");
  } catch {
    return {};
  }
}

/** The number that Blazor gives to an entry of the tab's history. */
const entry = () => Number(history.state?._index ?? 0);

function remember() {
  if (!wanted)
    places[entry()] = { path: location.pathname, top: scrollY };
}

function store() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(places));
  } catch { /* private mode: a page loaded anew begins at its top */ }
}

function tick() {
  if (!wanted || performance.now() > wanted.until) {
    stop();
    return;
  }
  if (document.documentElement.scrollHeight - innerHeight < wanted.top - 2)
    return;
  if (Math.abs(scrollY - wanted.top) > 2)
    scrollTo({ top: wanted.top, behavior: "instant" });
  wanted.until = Math.min(wanted.until, performance.now() + SETTLING);
}

function stop() {
  wanted = null;
  clearInterval(ticking);
}

function goBack() {
  const place = places[entry()];
  stop();
  if (!place || place.path !== location.pathname || place.top < 1)
    return;
  wanted = { top: place.top, until: performance.now() + PATIENCE };
  ticking = setInterval(tick, 40);
}

/**
 * Keeps what a page shows in its address, so that the way back leads to it. The page itself is not drawn anew.
 * @param {Record<string, string | null>} query null takes a parameter out
 */
export function keep(query) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(query)) {
    if (value === null)
      address.searchParams.delete(name);
    else
      address.searchParams.set(name, value);
  }
  history.replaceState(history.state, "", address);
}

history.scrollRestoration = "manual";
addEventListener("scroll", remember, { passive: true });
addEventListener("pagehide", store);
addEventListener("popstate", goBack);
// Whoever scrolls by hand goes where they want.
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"])
  addEventListener(kind, stop, { passive: true, capture: true });

// A link back leads to where its page was left, with what it showed, if that is in this tab's history.
addEventListener("click", e => {
  const link = e.target instanceof Element ? e.target.closest("a[data-back]") : null;
  if (!(link instanceof HTMLAnchorElement) || e.defaultPrevented || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey)
    return;
  const path = new URL(link.href).pathname;
  for (let at = entry() - 1; at >= 0 && places[at]; at--) {
    if (places[at].path === path) {
      e.preventDefault();
      e.stopPropagation();
      history.go(at - entry());
      return;
    }
  }
}, { capture: true });

// Entries are noted when they begin, also those that nobody scrolls.
new MutationObserver(() => {
  if (places[entry()]?.path !== location.pathname && !wanted)
    remember();
}).observe(document.documentElement, { childList: true, subtree: true });

const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
if (navigation?.type === "reload" || navigation?.type === "back_forward")
  goBack();

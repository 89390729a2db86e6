// What pages need from the browser that Blazor does not offer.
window.faceweb = {
  theme: {
    get: () => {
      try { return localStorage.getItem("faceweb-theme"); } catch { return null; }
    },
    set: value => {
      try { localStorage.setItem("faceweb-theme", value); } catch { /* private mode: the choice lasts for this page */ }
    }
  },

  // Tells an album's page how many photos of its grid fit beside each other and how high a row is, now and whenever the width changes.
  fitGrid: (id, page) => {
    const grid = document.getElementById(id);
    const narrowest = () => window.innerWidth < 600 ? 110 : 170;
    let last = 0;
    const fit = () => {
      const width = grid.clientWidth;
      if (width === 0 || width === last)
        return;
      last = width;
      const columns = Math.max(2, Math.floor(width / narrowest()));
      page.invokeMethodAsync("FitAsync", columns, width / columns).catch(() => { /* the circuit is gone; the next page measures anew */ });
    };
    const observer = new ResizeObserver(fit);
    observer.observe(grid);
    fit();
    return { stop: () => observer.disconnect() };
  }
};

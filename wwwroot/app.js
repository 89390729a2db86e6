// What pages need from the browser that Blazor does not offer.
window.faceweb = {
  theme: {
    get: () => {
      try { return localStorage.getItem("faceweb-theme"); } catch { return null; }
    },
    set: value => {
      try { localStorage.setItem("faceweb-theme", value); } catch { /* private mode: the choice lasts for this page */ }
    }
  }
};

// Where the names of a photo's faces stand: below their boxes where there is room, otherwise above; where neighbours are too close for
// both, shorter, and where even that does not fit, not at all until the face is pointed at, focused or chosen. None leaves the picture sideways.
(() => {
  const GAP = 4;             // pixels between a box and its name, as in the style sheet
  const SHORTEST = 44;       // pixels: about four letters
  const LONGEST = 256;       // pixels: of a face that is pointed at, as in the style sheet
  const watched = new WeakSet();
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

  const place = picture => {
    const frame = picture.getBoundingClientRect();
    const tags = [...picture.querySelectorAll(".fw-face-tag")];
    for (const tag of tags) {
      delete tag.dataset.at;
      delete tag.dataset.edge;
      tag.style.removeProperty("--tag-width");
    }
    // Read once, then write: each reading after a writing would lay the page out anew.
    const faces = tags.filter(tag => tag.offsetParent !== null).map(tag => ({
      tag,
      box: tag.parentElement.getBoundingClientRect(),
      width: tag.offsetWidth,
      whole: Math.min(LONGEST, frame.width, tag.scrollWidth),
      height: tag.offsetHeight,
      prefersAbove: tag.classList.contains("fw-face-tag-above"),
      chosen: tag.parentElement.classList.contains("fw-face-selected")
    })).sort((a, b) => b.chosen - a.chosen || a.box.left - b.box.left);
    const taken = [];
    for (const face of faces) {
      const middle = face.box.left + face.box.width / 2;
      const edge = middle - face.whole / 2 < frame.left ? "left" : middle + face.whole / 2 > frame.right ? "right" : null;
      if (edge) {
        face.tag.dataset.edge = edge;
        face.tag.style.setProperty("--tag-inset", `${Math.round(edge === "left" ? frame.left - face.box.left : face.box.right - frame.right)}px`);
      }
      const at = (where, width) => {
        const left = edge === "left" ? frame.left : edge === "right" ? frame.right - width : middle - width / 2;
        const top = where === "below" ? face.box.bottom + GAP : face.box.top - GAP - face.height;
        return { where, width, left, right: left + width, top, bottom: top + face.height };
      };
      const sides = face.prefersAbove ? ["above", "below"] : ["below", "above"];
      const widths = [face.width, face.width * .75, face.width * .5, SHORTEST].filter((w, i) => i === 0 || w >= SHORTEST);
      const free = widths.flatMap(width => sides.map(side => at(side, width)))
        .find(spot => spot.top >= frame.top - 2 && (spot.where === "above" || face.chosen || spot.bottom <= frame.bottom + face.height) && taken.every(other => apart(spot, other)));
      if (!free) {
        face.tag.dataset.at = "none";
        continue;
      }
      taken.push(free);
      face.tag.dataset.at = free.where;
      if (free.width < face.width)
        face.tag.style.setProperty("--tag-width", `${Math.floor(free.width)}px`);
    }
  };

  // Called after the faces were drawn; afterwards the names follow the picture's size by themselves.
  window.faceweb.placeTags = id => {
    const picture = document.getElementById(id);
    if (!picture)
      return;
    place(picture);
    if (!watched.has(picture)) {
      watched.add(picture);
      new ResizeObserver(() => place(picture)).observe(picture);
    }
  };
})();

// What can be said of the chosen faces, with the keys that say it, and what the page has to tell.
const percent = share => `${Math.min(99, Math.round(share * 100))} %`;
const faces = n => `${n.toLocaleString("en")} ${n === 1 ? "face" : "faces"}`;

export class Bar {
  #bar = document.createElement("div");
  #message = document.createElement("div");
  #alert = document.createElement("div");
  #foot = document.createElement("div");
  #mayEdit;
  #last = "";
  #timer = 0;

  constructor(host, mayEdit) {
    this.#mayEdit = mayEdit;
    this.#foot.className = "fw-rv-foot";
    this.#message.className = "fw-rv-message";
    this.#message.setAttribute("role", "status");
    this.#alert.className = "fw-rv-message fw-rv-alert";
    this.#alert.setAttribute("role", "alert");
    this.#bar.className = "fw-rv-bar";
    this.#bar.setAttribute("role", "toolbar");
    this.#bar.setAttribute("aria-label", "Decide the chosen faces");
    this.#foot.append(this.#message, this.#alert, this.#bar);
    host.append(this.#foot);
  }

  get element() {
    return this.#foot;
  }

  /** Pixels of the window's lower edge that the bar covers. */
  get height() {
    return this.#bar.hidden ? 0 : this.#foot.offsetHeight;
  }

  /** Says something that went as wished, for a while; a screen reader says it when it has time. */
  say(text, milliseconds = 6000) {
    this.#show(this.#message, text, null, milliseconds);
    this.#alert.replaceChildren();
  }

  /** Says that something did not go as wished, with a way to look at it. */
  warn(text, href = null) {
    this.#show(this.#alert, text, href, 15_000);
  }

  #show(element, text, href, milliseconds) {
    element.replaceChildren(text);
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = "Look at it";
      element.append(" ", link);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#message.replaceChildren();
      this.#alert.replaceChildren();
    }, milliseconds);
  }

  draw(current, targets) {
    this.#bar.hidden = !current;
    if (!current)
      return;
    const many = targets.length > 1 || targets[0] !== current;
    const detail = current.detail;
    const suggestions = detail?.suggestions.length > 0 ? detail.suggestions
      : current.group.personId === null ? [] : [{ personId: current.group.personId, name: current.group.name, probability: current.share / 1000 }];
    const people = new Set(targets.map(f => f.group.personId));
    const named = targets.filter(f => f.group.personId !== null);
    const now = JSON.stringify([current.id, detail?.photoId, targets.length, targets[0]?.id, [...people], suggestions, current.ghost]);
    if (now === this.#last)
      return;
    this.#last = now;
    const parts = [];
    const about = document.createElement("span");
    about.className = "fw-rv-about";
    about.textContent = current.ghost && !many ? current.ghost : many ? `${faces(targets.length)} chosen` : current.group.name ? "" : "Unknown face";
    if (about.textContent)
      parts.push(about);
    if (this.#mayEdit && (!current.ghost || many)) {
      if (many && people.size > 1 && named.length > 0)
        parts.push(this.#button("enter", "Enter", `Confirm each of ${faces(named.length)} as suggested`, true));
      suggestions.forEach((s, i) => parts.push(this.#button(String(i + 1), String(i + 1), many ? s.name : `${s.name} ${percent(s.probability)}`, i === 0 && people.size === 1)));
      if (named.length > 0)
        parts.push(this.#button("x", "X", people.size === 1 ? `Not ${named[0].group.name}` : "Not these people"));
      parts.push(this.#button("name", "A-Z", "Another name"), this.#button("i", "I", "Ignore"), this.#button("n", "N", "Not a face"));
      if (many)
        parts.push(this.#button("none", "Esc", "Choose none"));
    }
    if (detail && !many) {
      const photo = document.createElement("a");
      photo.className = "fw-button fw-button-plain";
      photo.href = `/photos/${detail.photoId}`;
      photo.textContent = "Photo";
      const why = document.createElement("a");
      why.className = "fw-button fw-button-plain";
      why.href = `/faces/${current.id}`;
      // Short, so that the bar stays one line.
      why.textContent = "Why?";
      why.setAttribute("aria-label", "Why this name?");
      parts.push(photo, why);
    }
    this.#bar.replaceChildren(...parts);
  }

  #button(what, key, text, first = false) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = first ? "fw-button" : "fw-button fw-button-plain";
    button.dataset.do = what;
    const hint = document.createElement("kbd");
    hint.textContent = key;
    hint.setAttribute("aria-hidden", "true");
    button.append(hint, text);
    return button;
  }
}

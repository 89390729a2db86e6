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

  /** Takes a warning away that was about what the user has gone on from; one with something to look at stays for its time. */
  calm() {
    if (!this.#alert.querySelector("a"))
      this.#alert.replaceChildren();
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
    const [names, acts] = [[], []];
    const about = document.createElement("span");
    about.className = "fw-rv-about";
    about.textContent = current.ghost && !many ? current.ghost : many ? `${faces(targets.length)} chosen` : current.group.name ? "" : "Unknown face";
    about.title = about.textContent;
    if (about.textContent)
      names.push(about);
    if (this.#mayEdit && (!current.ghost || many)) {
      if (many && people.size > 1 && named.length > 0)
        names.push(this.#button("enter", "Enter", `Confirm each of ${faces(named.length)} as suggested`, { first: true, short: "Confirm each" }));
      suggestions.forEach((s, i) => names.push(this.#button(String(i + 1), String(i + 1), s.name, { first: i === 0 && people.size === 1, share: many ? "" : percent(s.probability) })));
      if (named.length > 0)
        names.push(this.#button("x", "X", people.size === 1 ? `Not ${named[0].group.name}` : "Not these people"));
      acts.push(this.#button("name", "A-Z", "Another name", { short: "Name…" }), this.#button("i", "I", "Ignore"), this.#button("n", "N", "Not a face", { short: "No face" }));
      if (many)
        acts.push(this.#button("none", "Esc", "Choose none", { short: "None" }));
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
      acts.push(photo, why);
    }
    this.#bar.replaceChildren(...[names, acts].filter(buttons => buttons.length > 0).map(buttons => {
      const line = document.createElement("div");
      line.className = `fw-rv-line${buttons === names ? " fw-rv-names" : ""}`;
      line.append(...buttons);
      return line;
    }));
  }

  // Whatever its line has room for, a screen reader and a waiting mouse get the whole text.
  #button(what, key, text, { first = false, share = "", short = "" } = {}) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = first ? "fw-button" : "fw-button fw-button-plain";
    button.dataset.do = what;
    const hint = document.createElement("kbd");
    hint.textContent = key;
    hint.setAttribute("aria-hidden", "true");
    const words = document.createElement("span");
    words.className = "fw-rv-words";
    words.textContent = text;
    if (short)
      words.dataset.short = short;
    button.append(hint, words);
    if (share) {
      const number = document.createElement("span");
      number.className = "fw-rv-number";
      number.textContent = share;
      button.append(number);
    }
    button.title = share ? `${text} ${share}` : text;
    button.setAttribute("aria-label", button.title);
    return button;
  }
}

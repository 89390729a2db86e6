// Uploads files, folders and ZIP archives to an album. Everything lives here, outside Blazor: a lost circuit or a change of page inside
// the app does not stop it. A page only renders an element with data-upload-album (and file inputs inside it); events are delegated.
(() => {
  "use strict";

  const AT_ONCE = 3;            // requests in flight
  const AUTO_RETRIES = 2;       // tries after a broken connection before a person is asked
  const PROBLEMS_SHOWN = 200;   // list items drawn; the counts are always complete
  const items = [];
  const waiting = [];
  const delayed = new Set();    // waiting for the network before the next try
  const sending = new Set();
  const problems = [];
  const count = { done: 0, duplicates: 0, rejected: 0, failed: 0, cancelled: 0, photos: 0 };
  const bytes = { total: 0, sent: 0 };
  let panel = null;
  let drawn = 0;
  let announced = 0;
  let preparing = 0;

  const plural = (n, one, many = one + "s") => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  const busy = () => waiting.length > 0 || delayed.size > 0 || sending.size > 0 || preparing > 0;
  const settled = () => items.length - waiting.length - delayed.size - sending.size;
  // What systems put into folders by themselves.
  const isLitter = name => name.startsWith(".") || /^(thumbs\.db|desktop\.ini)$/i.test(name);
  const isZip = file => /\.zip$/i.test(file.name);
  const megabytes = n => `${Math.round(n / 1e6).toLocaleString("en")} MB`;

  // ---- what was dropped or chosen ----

  async function* filesOf(entry, folder) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      yield { file, path: folder + entry.name };
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      // A reader answers at most 100 entries a call, and none when it has no more.
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0)
        return;
      for (const child of some) {
        if (!isLitter(child.name))
          yield* filesOf(child, `${folder}${entry.name}/`);
      }
    }
  }

  async function takeDropped(zone, transfer) {
    // Entries must be asked for before the first await: afterwards the transfer is empty.
    const entries = [...transfer.items].filter(i => i.kind === "file").map(i => ({ entry: i.webkitGetAsEntry?.(), file: i.getAsFile() }));
    const to = target(zone);
    preparing++;
    try {
      for (const { entry, file } of entries) {
        if (!entry) {
          if (file)
            add(to, file, file.name);
          continue;
        }
        try {
          for await (const found of filesOf(entry, ""))
            add(to, found.file, found.path);
        } catch {
          problem({ path: entry.name, to, state: "rejected" }, "This folder or file could not be read. Check that it still exists and try again.");
        }
      }
    } finally {
      preparing--;
      pump();
    }
  }

  const target = zone => ({
    album: zone.dataset.uploadAlbum,
    name: zone.dataset.albumName ?? "",
    maxFile: Number(zone.dataset.maxBytes) || Infinity,
    maxZip: Number(zone.dataset.maxZipBytes) || Infinity
  });

  function add(to, file, path) {
    const item = { to, file, path, size: file.size, sent: 0, state: "waiting", tries: 0, message: "" };
    items.push(item);
    bytes.total += item.size;
    const most = isZip(file) ? to.maxZip : to.maxFile;
    if (file.size > most) {
      // Told before it is sent: nobody should wait for 300 MB only to read this.
      finish(item, "rejected");
      problem(item, `The file is larger than the limit of ${megabytes(most)}. Make it smaller${isZip(file) ? " or split the archive" : ""} and upload it again.`);
      return;
    }
    waiting.push(item);
    pump();
  }

  // ---- sending ----

  function pump() {
    while (sending.size < AT_ONCE && waiting.length > 0)
      send(waiting.shift());
    draw();
  }

  function send(item) {
    item.state = "sending";
    item.tries++;
    sending.add(item);
    const form = new FormData();
    form.append("files", item.file, item.file.name);
    const request = item.request = new XMLHttpRequest();
    request.open("POST", `/api/v1/albums/${item.to.album}/photos`);
    const token = document.querySelector("meta[name=request-token]")?.content;
    if (token)
      request.setRequestHeader("RequestVerificationToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = e => {
      progress(item, e.lengthComputable ? Math.min(item.size, e.loaded / e.total * item.size) : item.sent);
      draw();
    };
    request.onload = () => answered(item, request);
    request.onerror = () => broken(item);
    request.onabort = () => {
      sending.delete(item);
      finish(item, "cancelled");
      pump();
    };
    request.send(form);
  }

  function answered(item, request) {
    sending.delete(item);
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { /* not our server's words */ }
    if (request.status === 200 && answer) {
      const accepted = answer.accepted ?? [];
      const rejected = answer.rejected ?? [];
      const duplicates = accepted.filter(a => a.duplicate);
      count.photos += accepted.length - duplicates.length;
      count.duplicates += duplicates.length;
      finish(item, accepted.length > 0 ? "done" : "rejected");
      for (const one of duplicates)
        problem({ ...item, path: inside(item, one.fileName), state: "duplicate" }, "Already in this album: nothing was added.");
      for (const one of rejected)
        problem({ ...item, path: inside(item, one.fileName), state: "rejected" }, one.reason);
    } else if (request.status >= 500 && request.status !== 507) {
      fail(item, "The server could not take this file just now. Retry it.");
    } else if (request.status === 401) {
      fail(item, "You are signed out. Sign in again in another tab, then retry.");
    } else {
      finish(item, "rejected");
      problem(item, answer?.detail ?? answer?.title ?? `The server refused this file (${request.status}).`);
    }
    pump();
  }

  const inside = (item, name) => isZip(item.file) && name !== item.file.name ? `${item.path} › ${name}` : item.path;

  function broken(item) {
    sending.delete(item);
    progress(item, 0);
    if (item.tries <= AUTO_RETRIES) {
      item.state = "waiting";
      delayed.add(item);
      setTimeout(() => {
        if (delayed.delete(item))
          waiting.unshift(item);
        pump();
      }, 1000 * 4 ** (item.tries - 1));
    } else {
      fail(item, "The connection broke. Check your network, then retry.");
    }
    pump();
  }

  function fail(item, message) {
    finish(item, "failed");
    problem(item, message);
  }

  function progress(item, sent) {
    bytes.sent += sent - item.sent;
    item.sent = sent;
  }

  function finish(item, state) {
    item.state = state;
    item.request = null;
    progress(item, item.size);
    count[state]++;
    if (state !== "failed")
      item.file = { name: item.file.name };   // the browser may let go of the file
  }

  function problem(item, message) {
    item.message = message;
    problems.push(item);
    draw();
  }

  function cancelAll() {
    for (const item of [...waiting.splice(0), ...delayed])
      finish(item, "cancelled");
    delayed.clear();
    for (const item of [...sending])
      item.request.abort();
    draw();
  }

  function retryFailed() {
    for (let i = problems.length - 1; i >= 0; i--) {
      const item = problems[i];
      if (item.state !== "failed")
        continue;
      problems.splice(i, 1);
      count.failed--;
      item.tries = 0;
      item.state = "waiting";
      progress(item, 0);
      waiting.push(item);
    }
    pump();
  }

  function close() {
    items.length = problems.length = 0;
    Object.keys(count).forEach(key => { count[key] = 0; });
    bytes.total = bytes.sent = 0;
    panel?.remove();
    panel = null;
  }

  // ---- the panel: plain elements beside Blazor's ----

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on"))
        made[name] = value;
      else
        made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  function open() {
    const parts = {
      title: element("h2"),
      bar: element("progress", { max: 1, value: 0, "aria-label": "Upload of all files" }),
      totals: element("p", { class: "fw-upload-totals" }),
      running: element("ul", { "aria-label": "Files being uploaded" }),
      problems: element("ul", { "aria-label": "Files with a message", class: "fw-upload-problems" }),
      status: element("div", { role: "status", "aria-live": "polite", class: "fw-visually-hidden" }),
      cancel: element("button", { type: "button", onclick: cancelAll }, "Cancel all"),
      retry: element("button", { type: "button", onclick: retryFailed }),
      close: element("button", { type: "button", onclick: close }, "Close")
    };
    panel = element("section", { class: "fw-upload", "aria-label": "Upload" }, parts.title, parts.bar, parts.totals, parts.running, parts.problems,
      element("div", { class: "fw-upload-buttons" }, parts.retry, parts.cancel, parts.close), parts.status);
    panel.parts = parts;
    panel.problemsDrawn = -1;
    document.body.append(panel);
  }

  function draw() {
    if (items.length === 0 && problems.length === 0)
      return;
    // At most ten times a second, however many events arrive.
    if (drawn === 0)
      drawn = setTimeout(() => { drawn = 0; drawNow(); }, 100);
  }

  function summary() {
    const parts = [`${settled().toLocaleString("en")} of ${plural(items.length, "file")} done`];
    if (count.photos > 0)
      parts.push(`${plural(count.photos, "photo")} added`);
    if (count.duplicates > 0)
      parts.push(`${plural(count.duplicates, "duplicate")}`);
    const refused = problems.filter(p => p.state === "rejected").length;
    if (refused > 0)
      parts.push(`${refused.toLocaleString("en")} rejected`);
    if (count.failed > 0)
      parts.push(`${count.failed.toLocaleString("en")} failed`);
    if (count.cancelled > 0)
      parts.push(`${count.cancelled.toLocaleString("en")} cancelled`);
    return parts.join(" · ");
  }

  function drawNow() {
    if (items.length === 0 && problems.length === 0)
      return;
    if (!panel?.isConnected)
      open();
    const { title, bar, totals, running, problems: list, status, cancel: cancelButton, retry, close: closeButton } = panel.parts;
    const names = new Set(items.map(i => i.to.name).filter(Boolean));
    const where = names.size === 1 ? ` to “${[...names][0]}”` : "";
    title.textContent = busy() ? `Uploading${where}` : `Upload${where} finished`;
    bar.value = bytes.total > 0 ? bytes.sent / bytes.total : settled() / Math.max(1, items.length);
    totals.textContent = summary();

    // Rows are kept while their file is sent: a button must not vanish under a pointer or lose the focus.
    for (const row of [...running.children]) {
      if (!sending.has(row.item))
        row.remove();
    }
    for (const item of sending) {
      let row = [...running.children].find(r => r.item === item);
      if (!row) {
        row = element("li", {}, element("span", { class: "fw-upload-name", title: item.path }, item.path),
          element("progress", { max: 1, value: 0, "aria-label": `Upload of ${item.path}` }),
          element("button", { type: "button", "aria-label": `Cancel ${item.path}`, onclick: () => item.request?.abort() }, "✕"));
        row.item = item;
        running.append(row);
      }
      row.querySelector("progress").value = item.size > 0 ? item.sent / item.size : 0;
    }

    const state = `${problems.length}/${count.failed}`;
    if (panel.problemsDrawn !== state) {
      panel.problemsDrawn = state;
      const rows = problems.slice(-PROBLEMS_SHOWN).map(p => element("li", { class: `fw-upload-${p.state}` },
        element("span", { class: "fw-upload-name", title: p.path }, p.path), element("span", { class: "fw-upload-message" }, p.message)));
      if (problems.length > PROBLEMS_SHOWN)
        rows.unshift(element("li", {}, `The last ${PROBLEMS_SHOWN} of ${problems.length.toLocaleString("en")} messages:`));
      list.replaceChildren(...rows);
    }
    cancelButton.hidden = !busy();
    closeButton.hidden = busy();
    retry.hidden = count.failed === 0;
    retry.textContent = `Retry ${plural(count.failed, "failed file")}`;

    const now = Date.now();
    if (!busy() || now - announced > 4000) {
      announced = now;
      const words = `${title.textContent}: ${summary()}`;
      if (status.textContent !== words)
        status.textContent = words;
    }
  }

  // ---- events, delegated: zones come and go with the pages ----

  const zoneOfPage = () => document.querySelector("[data-upload-album]");
  const hasFiles = e => [...(e.dataTransfer?.types ?? [])].includes("Files");

  document.addEventListener("change", e => {
    const zone = e.target.matches?.("input[type=file]") ? e.target.closest("[data-upload-album]") : null;
    if (!zone)
      return;
    const to = target(zone);
    for (const file of [...e.target.files]) {
      const path = file.webkitRelativePath || file.name;
      if (!path.split("/").some(isLitter))
        add(to, file, path);
    }
    e.target.value = "";   // the same file may be chosen again
    draw();
  });

  document.addEventListener("dragover", e => {
    if (!hasFiles(e))
      return;
    // A file dropped beside the zone would replace the app by the picture.
    e.preventDefault();
    const zone = zoneOfPage();
    e.dataTransfer.dropEffect = zone ? "copy" : "none";
    zone?.classList.add("fw-over");
  });

  document.addEventListener("dragleave", e => {
    if (e.relatedTarget === null)
      zoneOfPage()?.classList.remove("fw-over");
  });

  document.addEventListener("drop", e => {
    if (!hasFiles(e))
      return;
    e.preventDefault();
    const zone = zoneOfPage();
    zone?.classList.remove("fw-over");
    if (zone)
      takeDropped(zone, e.dataTransfer);
  });

  window.addEventListener("beforeunload", e => {
    if (busy())
      e.preventDefault();
  });

  // Back on the network: what failed for want of it goes on by itself.
  window.addEventListener("online", () => {
    if (count.failed > 0)
      retryFailed();
  });
})();

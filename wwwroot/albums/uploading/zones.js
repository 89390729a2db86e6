// @ts-check
// Uploads files, folders and ZIP archives to an album. Everything lives here, outside Blazor: a lost circuit or a change of page inside
// the app does not stop it. A page only renders an element with data-upload-album (and file inputs inside it); events are delegated.
import { droppedIn, filesOf, isLitter } from "./dropped.js";
import { Panel } from "./panel.js";
import { Uploads } from "./uploads.js";

/** @import { Target } from "./uploads.js" */

const uploads = new Uploads(() => panel.draw());
const panel = new Panel(uploads);

/** @returns {HTMLElement | null} the zone of the page that is open */
const zoneOfPage = () => document.querySelector("[data-upload-album]");

/** @param {DragEvent} e */
const filesIn = e => [...(e.dataTransfer?.types ?? [])].includes("Files") ? e.dataTransfer : null;

/**
 * @param {HTMLElement} zone
 * @returns {Target}
 */
const target = zone => ({
  album: zone.dataset.uploadAlbum ?? "",
  name: zone.dataset.albumName ?? "",
  maxFile: Number(zone.dataset.maxBytes) || Infinity,
  maxVideo: Number(zone.dataset.maxVideoBytes) || Infinity,
  maxZip: Number(zone.dataset.maxZipBytes) || Infinity,
  piece: Number(zone.dataset.pieceBytes) || Infinity,
});

/**
 * @param {HTMLElement} zone
 * @param {DataTransfer} transfer
 */
function takeDropped(zone, transfer) {
  const dropped = droppedIn(transfer);
  const to = target(zone);
  return uploads.prepare(async () => {
    for (const { entry, file } of dropped) {
      if (!entry) {
        if (file)
          uploads.add(to, file, file.name);
        continue;
      }
      try {
        for await (const found of filesOf(entry))
          uploads.add(to, found.file, found.path);
      } catch {
        uploads.tell(entry.name, "rejected", "This folder or file could not be read. Check that it still exists and try again.");
      }
    }
  });
}

document.addEventListener("change", e => {
  const input = e.target;
  const zone = input instanceof HTMLInputElement && input.type === "file" ? input.closest("[data-upload-album]") : null;
  if (!(zone instanceof HTMLElement) || !(input instanceof HTMLInputElement))
    return;
  const to = target(zone);
  for (const file of [...input.files ?? []]) {
    const path = file.webkitRelativePath || file.name;
    if (!path.split("/").some(isLitter))
      uploads.add(to, file, path);
  }
  input.value = "";   // the same file may be chosen again
});

document.addEventListener("dragover", e => {
  const files = filesIn(e);
  if (!files)
    return;
  // A file dropped beside the zone would replace the app by the picture.
  e.preventDefault();
  const zone = zoneOfPage();
  files.dropEffect = zone ? "copy" : "none";
  zone?.classList.add("fw-over");
});

document.addEventListener("dragleave", e => {
  if (e.relatedTarget === null)
    zoneOfPage()?.classList.remove("fw-over");
});

document.addEventListener("drop", e => {
  const files = filesIn(e);
  if (!files)
    return;
  e.preventDefault();
  const zone = zoneOfPage();
  zone?.classList.remove("fw-over");
  if (zone)
    takeDropped(zone, files);
});

window.addEventListener("beforeunload", e => {
  if (uploads.busy)
    e.preventDefault();
});

// Back on the network: what failed for want of it goes on by itself.
window.addEventListener("online", () => {
  if (uploads.count.failed > 0)
    uploads.retryFailed();
});

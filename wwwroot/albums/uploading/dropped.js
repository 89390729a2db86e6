// @ts-check
// Files out of what was dropped: files and whole folders.

/** @typedef {{ file: File, path: string }} FoundFile a file with its path inside what was dropped */
/** @typedef {{ entry: FileSystemEntry | null, file: File | null }} Dropped */

/**
 * What systems put into folders by themselves.
 * @param {string} name
 */
export const isLitter = name => name.startsWith(".") || /^(thumbs\.db|desktop\.ini)$/i.test(name);

/**
 * What a drop holds. Must be asked for before the first await: afterwards the transfer is empty.
 * @param {DataTransfer} transfer
 * @returns {Dropped[]}
 */
export const droppedIn = transfer => [...transfer.items].filter(i => i.kind === "file").map(i => ({ entry: i.webkitGetAsEntry?.(), file: i.getAsFile() }));

/**
 * The files of an entry: itself, or all inside a folder.
 * @param {FileSystemEntry} entry
 * @param {string} folder the path before it
 * @returns {AsyncGenerator<FoundFile>}
 */
export async function* filesOf(entry, folder = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    yield { file, path: folder + entry.name };
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    // A reader answers at most 100 entries a call, and none when it has no more.
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0)
      return;
    for (const child of some) {
      if (!isLitter(child.name))
        yield* filesOf(child, `${folder}${entry.name}/`);
    }
  }
}

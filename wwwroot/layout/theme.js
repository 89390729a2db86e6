// @ts-check
// Light or dark, as this browser's user chose it last.
const STORE = "faceweb-theme";

/** @returns {string | null} "light", "dark", or null while nothing was chosen */
export function chosen() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

/** @param {"light" | "dark"} theme */
export function choose(theme) {
  try {
    localStorage.setItem(STORE, theme);
  } catch { /* private mode: the choice lasts for this page */ }
}

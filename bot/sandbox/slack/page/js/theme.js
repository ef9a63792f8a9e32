// Light or dark: the system's wish, until the person chooses.

const KEY = "sandbox-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage can be forbidden; the system's wish stands then
  }
}

/** The theme in force. */
export function theme() {
  return chosen() ?? (dark.matches ? "dark" : "light");
}

function show() {
  document.documentElement.dataset.theme = theme();
}

/** Change to the other theme and remember it. */
export function toggleTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // not remembered, but shown
  }
  document.documentElement.dataset.theme = next;
}

/** Follow the system's wish from now on. */
export function startTheme() {
  show();
  dark.addEventListener("change", show);
}

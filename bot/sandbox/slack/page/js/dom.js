// Small helpers around the DOM. Text only ever enters as text nodes, so nothing that a person or an app
// wrote can become markup.

const ICONS = {
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v10H5z",
  menu: "M4 6h16M4 12h16M4 18h16",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  bolt: "M13 2L5 14h6l-1 8 9-13h-6z",
  send: "M4 12l16-8-6 16-3-7z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  reply: "M4 5h16v11H12l-5 4v-4H4z",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  warn: "M12 3L2 20h20zM12 10v4M12 17h.01",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1 1M18 18l1 1M5 19l1-1M18 6l1-1",
  moon: "M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z",
  down: "M6 9l6 6 6-6",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2 20a7 7 0 0 1 14 0M16 4a3.5 3.5 0 0 1 0 7M18 14a7 7 0 0 1 4 6",
  file: "M6 2h8l5 5v15H6zM14 2v5h5",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7.5h.01",
  check: "M4 12l5 6L20 6",
};

let counter = 0;

/** Give an id that no other element of this page has. */
export function uid(prefix = "e") {
  counter += 1;
  return `${prefix}-${counter}`;
}

function setProperty(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "value") node.value = value;
  else node.setAttribute(name, value === true ? "" : value);
}

/** Make an element; children that are null or false are left out. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {}))
    if (name !== "value") setProperty(node, name, value);
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  if (properties?.value !== undefined) node.value = properties.value ?? "";
  return node;
}

/** Put exactly these children into an element. */
export function fill(node, ...children) {
  node.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/** Draw one of the page's own line icons; it is decoration, its button carries the name. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and is called by its label. */
export function iconButton(name, label, onclick, more = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more },
    icon(name),
  );
}

function address(node) {
  if (node?.dataset?.actionId) {
    const { blockId, actionId } = node.dataset;
    return `[data-block-id="${CSS.escape(blockId)}"][data-action-id="${CSS.escape(actionId)}"]`;
  }
  return node?.id ? `#${CSS.escape(node.id)}` : null;
}

function selectionOf(node) {
  try {
    return node.selectionStart === null || node.selectionStart === undefined
      ? null
      : [node.selectionStart, node.selectionEnd];
  } catch {
    return null; // e-mail and number fields refuse to tell
  }
}

/** Run a redraw and put focus and caret back where the person had them; tells whether focus was kept. */
export function keepingFocus(root, redraw) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const where = address(held);
  const selection = held && selectionOf(held);
  redraw();
  if (held === null || root.contains(held)) return held !== null && document.activeElement === held;
  const again = where && root.querySelector(where);
  if (!again) return false;
  again.focus({ preventScroll: true });
  if (selection && again.setSelectionRange) {
    try {
      again.setSelectionRange(...selection);
    } catch {
      // a field of a kind without a caret
    }
  }
  return document.activeElement === again;
}

/** The elements inside a root that the Tab key reaches. */
export function focusable(root) {
  const all = root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  return [...all].filter((node) => !node.disabled && node.tabIndex >= 0 && node.getClientRects().length > 0);
}

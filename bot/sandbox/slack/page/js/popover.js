// Small panels in the top layer, placed at what opened them.

const GAP = 4;
const EDGE = 8;

function verticalPlace(anchor, height) {
  const below = innerHeight - anchor.bottom - GAP - EDGE;
  const above = anchor.top - GAP - EDGE;
  const up = below < Math.min(height, 220) && above > below;
  return { up, room: Math.max(up ? above : below, 96) };
}

/** Place an open panel below its anchor, or above where there is more room; never outside the window. */
export function place(panel, anchorNode, { wide = false } = {}) {
  const anchor = anchorNode.getBoundingClientRect();
  if (wide) panel.style.minWidth = `${Math.min(anchor.width, innerWidth - 2 * EDGE)}px`;
  panel.style.maxHeight = "";
  const { up, room } = verticalPlace(anchor, panel.scrollHeight);
  panel.style.maxHeight = `${Math.min(room, 320)}px`;
  const box = panel.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(anchor.left, innerWidth - box.width - EDGE));
  panel.style.left = `${left}px`;
  panel.style.top = `${up ? anchor.top - GAP - box.height : anchor.bottom + GAP}px`;
}

/** Show a panel at its anchor. */
export function show(panel, anchor, options) {
  if (!panel.matches(":popover-open")) panel.showPopover();
  place(panel, anchor, options);
}

/** Take a panel away. */
export function hide(panel) {
  if (panel.isConnected && panel.matches(":popover-open")) panel.hidePopover();
}

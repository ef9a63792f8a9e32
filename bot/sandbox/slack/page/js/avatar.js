// Faces: an emoji or initials on the member's colour.

import { withEmoji } from "./emoji.js";
import { h } from "./dom.js";
import { nameOf, state } from "./store.js";

const FALLBACK = "#5b6b7f";

function colourOf(user) {
  const written = String(user?.color ?? "").replace(/^#?/, "#");
  return /^#[0-9a-f]{6}$/i.test(written) ? written : FALLBACK;
}

function inkOn(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

function initials(name) {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, " ")
    .trim()
    .split(/\s+/);
  return (
    words
      .slice(0, 2)
      .map((word) => word.charAt(0).toUpperCase())
      .join("") || "?"
  );
}

/** A member's face; decoration, since the name always stands beside it. */
export function avatar(userId, size = "") {
  const user = state.users.get(userId);
  const colour = colourOf(user);
  const face = user?.avatar_emoji ? withEmoji(user.avatar_emoji) : initials(nameOf(userId));
  const shape = user?.is_bot ? "avatar-bot" : "";
  return h(
    "span",
    {
      class: `avatar ${size} ${shape}`,
      "aria-hidden": "true",
      style: `background:${colour};color:${inkOn(colour)}`,
    },
    face,
  );
}

/** The mark of an app beside its name. */
export function appBadge(userId) {
  return state.users.get(userId)?.is_bot ? h("span", { class: "badge-app" }, "APP") : null;
}

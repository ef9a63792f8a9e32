// Where the person is, kept in the address: ?as=U…#/C…[/ts], #/home, #/about.

import { emit, state } from "./store.js";

const MEMBER = "sandbox-member";

/** Read a location hash. */
export function parse(hash) {
  const parts = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  if (parts[0] === "home" || parts[0] === "about") return { kind: parts[0] };
  if (!parts[0]) return { kind: "none" };
  return { kind: "channel", channel: parts[0], ts: parts[1] ?? null };
}

/** The hash of a conversation, or of one message in it. */
export function hashOf(channel, ts = null) {
  return ts ? `#/${channel}/${ts}` : `#/${channel}`;
}

/** Go somewhere inside the page. */
export function go(hash, { replace = false } = {}) {
  const url = new URL(location.href);
  url.hash = hash;
  history[replace ? "replaceState" : "pushState"](null, "", url);
  follow();
}

/** The member to act as: by the address, else the one of the last visit. */
export function readMember() {
  try {
    return new URLSearchParams(location.search).get("as") ?? localStorage.getItem(MEMBER);
  } catch {
    return null; // no storage: the server chooses
  }
}

/** Write the member acted as into the address. */
export function writeMember(as, { replace = false } = {}) {
  const url = new URL(location.href);
  try {
    localStorage.setItem(MEMBER, as);
  } catch {
    // not remembered beyond the address
  }
  if (url.searchParams.get("as") === as) return;
  url.searchParams.set("as", as);
  history[replace ? "replaceState" : "pushState"](null, "", url);
}

/** Read the address again and tell who listens. */
export function follow() {
  state.route = parse(location.hash);
  emit("route");
}

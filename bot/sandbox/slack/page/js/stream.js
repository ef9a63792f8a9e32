// The live connection. It comes back by itself; after each return everything shown is fetched anew.

import { afterPress } from "./press.js";
import { apply, emit, state } from "./store.js";

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;

let socket = null;
let wait = FIRST_WAIT;
let timer = null;

function address(as) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}/client/stream?${new URLSearchParams({ as })}`;
}

function setOnline(online) {
  if (state.online === online) return;
  state.online = online;
  emit("connection");
}

/** Leave the live connection for good, as before acting as another member. */
export function disconnect() {
  clearTimeout(timer);
  const old = socket;
  socket = null;
  old?.close();
}

/** Open the live connection of one member and call back each time it stands, the first time included. */
export function connect(as, onOpen) {
  disconnect();
  const mine = new WebSocket(address(as));
  socket = mine;
  mine.addEventListener("open", () => {
    wait = FIRST_WAIT;
    setOnline(true);
    onOpen();
  });
  mine.addEventListener("message", (event) =>
    afterPress(() => socket === mine && apply(JSON.parse(event.data))),
  );
  mine.addEventListener("close", () => socket === mine && again(as, onOpen));
}

function again(as, onOpen) {
  setOnline(false);
  timer = setTimeout(() => connect(as, onOpen), wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

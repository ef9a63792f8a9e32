// A click is lost when what was pressed is drawn anew before the release, so what the server tells waits for that.

const LONGEST_PRESS = 1000; // a menu of the system's own may keep the release to itself

let pressed = false;
let timer = null;
let waiting = [];

function release() {
  clearTimeout(timer);
  pressed = false;
  const due = waiting;
  waiting = [];
  for (const run of due) run();
}

/** Do something now or, while a button is being pressed, right after its click. */
export function afterPress(run) {
  if (pressed) waiting.push(run);
  else run();
}

/** Notice presses from now on. */
export function startPress() {
  const down = () => {
    pressed = true;
    clearTimeout(timer);
    timer = setTimeout(release, LONGEST_PRESS);
  };
  window.addEventListener("pointerdown", down, true);
  for (const end of ["pointerup", "pointercancel"])
    window.addEventListener(end, () => setTimeout(release), true); // the click comes before the next task
}

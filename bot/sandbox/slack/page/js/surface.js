// A surface is one set of blocks that people act in: a message, a modal or the Home tab. It remembers what was
// typed and chosen between two drawings, and which elements wait for the app.

import { post } from "./api.js";
import { emit, state } from "./store.js";
import { initialValue, isEmpty, stillFits } from "./values.js";

const FAILURES = {
  dispatch_failed: "The app did not accept this. Try again?",
  operation_timeout: "The app took too long to answer. Try again?",
};

const keyOf = (blockId, actionId) => JSON.stringify([blockId, actionId]);

/** Every element of some blocks that holds a value or can be acted on, with its block. */
export function* elementsOf(blocks) {
  for (const block of blocks ?? []) {
    const inner = [block.accessory, block.element, ...(block.elements ?? []), ...(block.actions ?? [])];
    for (const element of inner) if (element?.action_id) yield { block, element };
    yield* elementsOf(block.child_blocks);
    if (block.type === "carousel") yield* elementsOf(block.elements);
  }
}

/** What one set of blocks remembers between its drawings. */
export class Surface {
  constructor(container) {
    this.container = container;
    this.values = new Map();
    this.pending = new Set();
    this.failed = new Map();
    this.errors = {};
    this.root = null;
  }

  /** Take new blocks: keep what was typed where block, action and type stay, else start afresh. */
  adopt(blocks, given = {}) {
    const before = this.values;
    this.values = new Map();
    for (const { block, element } of elementsOf(blocks)) {
      const key = keyOf(block.block_id, element.action_id);
      const candidates = [before.get(key)?.value, given[block.block_id]?.[element.action_id]];
      const value = candidates.find((one) => one && stillFits(element, one)) ?? initialValue(element);
      if (value) this.values.set(key, { block: block.block_id, action: element.action_id, value });
    }
  }

  /** The present value of an element. */
  value(blockId, actionId) {
    return this.values.get(keyOf(blockId, actionId))?.value ?? null;
  }

  /** Change a value; an error that stood at the field goes with the first change. */
  set(blockId, actionId, change) {
    const entry = this.values.get(keyOf(blockId, actionId));
    entry.value = { ...entry.value, ...change };
    if (this.errors[blockId]) this.dropError(blockId);
  }

  /** Everything typed and chosen, in the shape of Slack's view.state. */
  state() {
    const values = {};
    for (const { block, action, value } of this.values.values()) (values[block] ??= {})[action] = value;
    return { values };
  }

  /** Whether any value of a block is filled in. */
  filled(blockId) {
    return [...this.values.values()].some((entry) => entry.block === blockId && !isEmpty(entry.value));
  }

  dropError(blockId) {
    delete this.errors[blockId];
    const block = this.root?.querySelector(`.block[data-block-id="${CSS.escape(blockId)}"]`);
    block?.querySelector(".field-error")?.remove();
    block?.classList.remove("has-error");
    for (const field of block?.querySelectorAll("[aria-invalid]") ?? [])
      field.removeAttribute("aria-invalid");
  }

  /** Tell the app that an element was used; it shows that it waits, and a warning when the app failed. */
  async act(blockId, element, payload) {
    const key = keyOf(blockId, element.action_id);
    if (element.type === "button" && this.pending.has(key)) return;
    this.pending.add(key);
    this.failed.delete(key);
    this.refresh(blockId, element.action_id);
    const body = { as: state.as, container: this.container, block_id: blockId, action_id: element.action_id };
    const answer = await post("action", { ...body, element: element.type, payload, state: this.state() });
    this.pending.delete(key);
    if (!answer.ok) this.fail(key, answer);
    this.refresh(blockId, element.action_id);
  }

  fail(key, answer) {
    const words = FAILURES[answer.error];
    this.failed.set(key, words ?? answer.message ?? answer.error);
    if (!words)
      emit("toast", { text: answer.message ?? `That did not work: ${answer.error}`, level: "error" });
  }

  /** How an element stands: waiting for the app, failed with a reason, or neither. */
  standing(blockId, actionId) {
    const key = keyOf(blockId, actionId);
    return { pending: this.pending.has(key), failure: this.failed.get(key) ?? null };
  }

  refresh(blockId, actionId) {
    const at = `.control[data-for="${CSS.escape(keyOf(blockId, actionId))}"]`;
    for (const control of this.root?.querySelectorAll(at) ?? [])
      showStanding(control, this.standing(blockId, actionId));
  }
}

/** The mark by which a surface finds a control again. */
export const controlKey = keyOf;

/** Draw on a control how it stands. */
export function showStanding(control, { pending, failure }) {
  control.classList.toggle("is-pending", pending);
  control.classList.toggle("is-failed", Boolean(failure));
  control.setAttribute("aria-busy", String(pending));
  const mark = control.querySelector(".control-warning");
  mark.hidden = !failure;
  mark.title = failure ?? "";
  mark.setAttribute("aria-label", failure ?? "");
}

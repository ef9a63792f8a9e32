// Blocks to DOM: one function per kind of block.

import { alert, card, carousel, container, file, table } from "./cards.js";
import { control } from "./controls.js";
import { h, uid } from "./dom.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { plain, textNodes } from "./text.js";

/** The visible mark of something this page cannot draw. */
export function unsupported(kind, type) {
  return h("span", { class: "unsupported", role: "note" }, `Unsupported ${kind}: ${type}`);
}

function slotOf(block, surface, more = {}) {
  return { surface, blockId: block.block_id, dispatch: true, ...more };
}

function section(block, surface) {
  const body = h(
    "div",
    { class: "section-body" },
    block.text && h("div", { class: "text" }, textNodes(block.text)),
  );
  if (block.fields?.length) {
    body.append(
      h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { class: "text section-field" }, textNodes(field))),
      ),
    );
  }
  const accessory =
    block.accessory && h("div", { class: "accessory" }, control(block.accessory, slotOf(block, surface)));
  return [body, accessory];
}

function image(block) {
  const title = plain(block.title);
  const source = block.image_url ?? block.slack_file?.url;
  const drawn = h("img", { src: source, alt: block.alt_text ?? "", loading: "lazy" });
  drawn.addEventListener("error", () => drawn.classList.add("broken"));
  return h("figure", {}, title && h("figcaption", {}, title), drawn);
}

function contextPart(part) {
  if (part?.type === "image")
    return h("img", { class: "context-image", src: part.image_url, alt: part.alt_text ?? "" });
  if (part?.type === "mrkdwn" || part?.type === "plain_text")
    return h("span", { class: "text" }, textNodes(part));
  return unsupported("element", part?.type ?? "nothing");
}

const GROUPS = new Set(["radio_buttons", "checkboxes"]);

function labelOf(block, ids) {
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  const words = [plain(block.label), optional];
  if (GROUPS.has(block.element?.type)) return h("span", { class: "label", id: ids.label }, words);
  return h("label", { class: "label", id: ids.label, for: ids.field }, words);
}

function input(block, surface) {
  const ids = { field: uid("field"), label: uid("label"), hint: uid("hint"), error: uid("error") };
  const error = surface.errors[block.block_id] ?? null;
  const described = [error && ids.error, block.hint && ids.hint].filter(Boolean).join(" ") || null;
  const slot = slotOf(block, surface, {
    dispatch: block.dispatch_action === true,
    ids,
    described,
    error,
    required: !block.optional,
  });
  return [
    labelOf(block, ids),
    block.element ? control(block.element, slot) : unsupported("element", "nothing"),
    error && h("p", { class: "field-error", id: ids.error, role: "alert" }, error),
    block.hint && h("p", { class: "hint", id: ids.hint }, plain(block.hint)),
  ];
}

function actions(block, surface) {
  return (block.elements ?? []).map((element) => control(element, slotOf(block, surface)));
}

const DRAWN = {
  header: (block) => h("h3", {}, plain(block.text)),
  section,
  divider: () => h("hr"),
  context: (block) => (block.elements ?? []).map(contextPart),
  actions,
  input,
  image,
  rich_text: (block) => h("div", { class: "text" }, richText(block)),
  markdown: (block) => h("div", { class: "text markdown" }, markdown(block.text)),
  table,
  file,
  alert,
  card,
  carousel,
  container: (block, surface) => container(block, drawBlocks(block.child_blocks, surface)),
};

function drawBlock(block, surface) {
  const draw = DRAWN[block?.type];
  const error = surface.errors[block?.block_id] ? " has-error" : "";
  const holder = h("div", {
    class: `block block-${draw ? block.type : "unknown"}${error}`,
    "data-block-id": block?.block_id,
  });
  const drawn = draw ? draw(block, surface) : unsupported("block", block?.type ?? "nothing");
  holder.append(...[drawn].flat().filter(Boolean));
  return holder;
}

/** Draw blocks into nodes that act through their surface. */
export function drawBlocks(blocks, surface) {
  return (blocks ?? []).map((block) => drawBlock(block, surface));
}

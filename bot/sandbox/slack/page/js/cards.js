// The blocks that only show something: alerts, cards, containers, tables and files.

import { control } from "./controls.js";
import { h, icon } from "./dom.js";
import { richText } from "./richtext.js";
import { plain, textNodes } from "./text.js";

const LEVELS = {
  default: ["info", "Note"],
  info: ["info", "Info"],
  warning: ["warn", "Warning"],
  error: ["warn", "Error"],
  success: ["check", "Done"],
};

/** An alert in the colour of its level; the level is also said in words. */
export function alert(block) {
  const level = LEVELS[block.level] ? block.level : "default";
  const [drawing, words] = LEVELS[level];
  const said = h("span", { class: "unseen" }, `${words}: `);
  return h(
    "div",
    { class: `alert alert-${level}` },
    icon(drawing),
    h("div", { class: "text" }, said, textNodes(block.text)),
  );
}

const picture = (image, name) =>
  image && h("img", { class: name, src: image.image_url, alt: image.alt_text ?? "" });

function cardHead(block) {
  const words = h("div", {}, block.title && h("div", { class: "card-title text" }, textNodes(block.title)));
  if (block.subtitle) words.append(h("div", { class: "card-subtitle text" }, textNodes(block.subtitle)));
  return h("div", { class: "card-head" }, picture(block.icon, "card-icon"), words);
}

/** A card: picture, title, text and buttons. */
export function card(block, surface) {
  const slot = { surface, blockId: block.block_id, dispatch: true };
  const buttons = (block.actions ?? []).map((element) => control(element, slot));
  return h(
    "div",
    { class: "card", "data-block-id": block.block_id },
    picture(block.hero_image, "card-hero"),
    (block.title || block.subtitle || block.icon) && cardHead(block),
    block.body && h("div", { class: "text card-body" }, textNodes(block.body)),
    buttons.length > 0 && h("div", { class: "card-actions" }, buttons),
  );
}

/** Cards side by side. */
export function carousel(block, surface) {
  const cards = (block.elements ?? []).map((one) => card(one, surface));
  return h("div", { class: "carousel", tabindex: "0", role: "group", "aria-label": "Cards" }, cards);
}

/** Blocks under a common title, which may fold. */
export function container(block, children) {
  const title = block.rich_text_title ? richText(block.rich_text_title) : plain(block.title);
  const subtitle = block.subtitle && h("span", { class: "card-subtitle" }, textNodes(block.subtitle));
  const head = [h("span", { class: "card-title" }, title), subtitle];
  if (!block.is_collapsible)
    return h("div", { class: "card" }, h("div", { class: "container-head" }, head), children);
  return h("details", { class: "card", open: !block.default_collapsed }, h("summary", {}, head), children);
}

function cell(value, settings, tag) {
  const style = settings?.align ? `text-align: ${settings.align}` : null;
  const inner = value?.type === "rich_text" ? richText(value) : String(value?.text ?? value?.value ?? "");
  return h(
    tag,
    { style, class: settings?.is_wrapped ? "wrapped" : null, scope: tag === "th" ? "col" : null },
    inner,
  );
}

/** A table whose first row is its head. */
export function table(block) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((value, i) => cell(value, settings[i], tag)),
    );
  const [head, ...rest] = block.rows ?? [];
  const body = h(
    "tbody",
    {},
    rest.map((cells) => row(cells, "td")),
  );
  const drawn = h("table", {}, head && h("thead", {}, row(head, "th")), body);
  return h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table" }, drawn);
}

const SIZES = ["B", "kB", "MB", "GB"];

function sizeWords(bytes) {
  if (!bytes && bytes !== 0) return "";
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), SIZES.length - 1);
  return `${(bytes / 1000 ** step).toFixed(step ? 1 : 0)} ${SIZES[step]}`;
}

function addressOf(one, as) {
  const url = new URL(one.url_private ?? `/files/${one.id}/${one.name}`, location.href);
  if (url.origin === location.origin) url.searchParams.set("as", as);
  return url.href;
}

/** A file in a message: a picture as itself, anything else as a card. */
export function sharedFile(one, as) {
  return one.mimetype?.startsWith("image/") ? pictureFile(one, as) : fileCard(one, as);
}

/** A picture under its title; a click opens it alone. */
function pictureFile(one, as) {
  const url = addressOf(one, as);
  const extent = { width: one.original_w, height: one.original_h };
  const drawn = h("img", { src: url, alt: one.alt_txt ?? one.title ?? one.name, ...extent });
  drawn.addEventListener("error", () => drawn.classList.add("broken"));
  const whole = h("a", { class: "picture-link", href: url, target: "_blank", rel: "noopener" }, drawn);
  const words = h("figcaption", {}, one.title || one.name, h("small", {}, sizeWords(one.size)));
  return h("figure", { class: "file-picture" }, words, whole);
}

/** A file as a card that downloads it. */
function fileCard(one, as) {
  const url = addressOf(one, as);
  const words = h(
    "span",
    {},
    h("strong", {}, one.title || one.name),
    h("small", {}, `${one.mimetype ?? "File"} ${sizeWords(one.size)}`),
  );
  return h(
    "a",
    { class: "file-card", href: url, target: "_blank", rel: "noopener", download: one.name },
    icon("file"),
    words,
  );
}

/** A remote file, known only by its id here. */
export function file(block) {
  return h(
    "div",
    { class: "file-card" },
    icon("file"),
    h("span", {}, h("strong", {}, block.external_id ?? "File"), h("small", {}, "Remote file")),
  );
}

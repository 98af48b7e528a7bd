// One message as an element: bubble, file, buttons, foot.

import { clockTime } from "./dates.js";
import { icon, make } from "./dom.js";
import { draw } from "./entities.js";
import { tagOf, word } from "./words.js";

/** `message` is { message_id, author, body, at: Date }. */
export function messageElement(message) {
  const element = make(`article.message.${message.author}`, { tabindex: "-1", "data-id": message.message_id });
  element.classList.toggle("keyed", Boolean(message.body.keyboard?.length));
  const language = tagOf(message.body.text ?? "");
  if (language) element.lang = language;
  const speaker = make("span.unseen", {}, word(message.author === "bot" ? "from.bot" : "from.you"), "：");
  element.append(speaker, ...content(message), ...keys(message.body.keyboard));
  return element;
}

function content(message) {
  const { message_id: id, body } = message;
  const text = body.text ? draw(body.text, body.entities) : [];
  if (body.photo) return [photo(body.photo, `files/${id}`), make("div.below", {}, foot(message))];
  if (body.picture) {
    const shown = framed(body.picture.alt, `pictures/${id}`);
    return [shown, make("div.bubble", {}, ...text, foot(message))];
  }
  if (!body.document) return [make("div.bubble", {}, ...text, foot(message))];
  const caption = make("div", {}, ...text, foot(message));
  return [make("div.bubble.filed", {}, fileCard(body.document, `files/${id}`), caption)];
}

function foot({ author, at }) {
  const state = author === "user" ? [icon("check"), make("span.unseen", {}, word("sent"))] : [];
  const time = make("time", { datetime: at.toISOString() }, clockTime(at));
  return make("span.foot", {}, time, ...state);
}

function keys(keyboard) {
  if (!keyboard?.length) return [];
  return [make("div.keys", {}, ...keyboard.map((row) => make("div.row", {}, ...row.map(key))))];
}

function key({ text, data, url, locate }) {
  if (url) return make("a.key", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
  return make("button.key", { type: "button", "data-tap": data, ...(locate && { "data-locate": "yes" }) }, text);
}

export function photo({ name }, source) {
  return framed(word("photo", { name }), source);
}

function framed(alt, source) {
  const image = make("img", { src: source, alt, decoding: "async" });
  const frame = make("button.photo", { type: "button", "data-view": source }, image);
  image.addEventListener("error", () => frame.replaceWith(make("div.photo.gone", {}, word("photo.gone"))), { once: true });
  return frame;
}

/** A file; with `source` it can be kept, without it is on its way to us. */
export function fileCard({ name, size, media_type: type }, source = null) {
  const about = make("span.about", {}, make("span.name", {}, name), make("span.kind", {}, `${kindOf(type)} · ${sizeOf(size)}`));
  const badge = make("span.badge", {}, icon("file"));
  if (!source) return make("div.card", {}, badge, about);
  const save = make("span.save", {}, icon("save"), make("span.unseen", {}, word("download", { name: "" })));
  return make("a.card", { href: source, download: name }, badge, about, save);
}

function kindOf(type) {
  if (type === "application/pdf") return word("file.kind.pdf");
  if (type.startsWith("text/")) return word("file.kind.text");
  if (type.startsWith("image/")) return word("file.kind.image");
  return word("file.kind.other");
}

export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1_048_576) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

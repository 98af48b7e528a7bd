// Text and entities, as Telegram describes them, into nodes. Offsets count UTF-16 units, as JavaScript does.

import { icon, make } from "./dom.js";
import { word } from "./words.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", pre: "pre" };
const SHORT_QUOTE = 60;

/** The nodes of `text`; `entities` are nested properly, the outer ones first. */
export function draw(text, entities = []) {
  return span(text, entities, 0, text.length);
}

function span(text, entities, from, to) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [outer, ...others] = rest;
    const end = outer.offset + outer.length;
    const inner = others.filter((entity) => entity.offset < end);
    rest = others.filter((entity) => entity.offset >= end);
    if (outer.offset > at) nodes.push(text.slice(at, outer.offset));
    nodes.push(wrap(outer, text.slice(outer.offset, end), span(text, inner, outer.offset, end)));
    at = end;
    // A block stands on its own line already; the line breaks around it would be empty lines.
    if (isBlock(outer)) at = skipBreak(text, at, to, nodes);
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const isBlock = (entity) => entity.type.endsWith("blockquote");

function skipBreak(text, at, to, nodes) {
  const before = nodes.at(-2);
  if (typeof before === "string") nodes[nodes.length - 2] = before.replace(/\n+$/, "");
  return at < to && text[at] === "\n" ? at + 1 : at;
}

function wrap(entity, plain, children) {
  if (entity.type === "text_link") return link(entity.url, children);
  if (entity.type === "code") return copyable(plain);
  if (entity.type === "blockquote") return make("blockquote.quote", {}, ...children);
  if (entity.type === "expandable_blockquote") return foldable(plain, children);
  return make(TAGS[entity.type] ?? "span", {}, ...children);
}

function link(url, children) {
  const safe = /^(https?:\/\/|mailto:|tel:)/i.test(url);
  if (!safe) return make("span", {}, ...children);
  const outside = /^http/i.test(url) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return make("a", { href: url, ...outside }, ...children);
}

function copyable(plain) {
  const label = word("copy", { text: plain });
  return make("button.code", { type: "button", "data-copy": plain, "aria-label": label }, plain, icon("copy"));
}

function foldable(plain, children) {
  if (plain.length <= SHORT_QUOTE) return make("blockquote.quote", {}, ...children);
  const turn = (name) => make(`span.turn.${name}`, {}, word(name));
  const summary = make("summary", {}, make("span.peek", {}, plain), turn("unfold"), turn("fold"));
  return make("details.quote", {}, summary, make("div", {}, ...children));
}

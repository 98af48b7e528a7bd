// Bubbles of what is on its way: they stand below the log until the log has them.

import { $, icon, make } from "./dom.js";
import { fileCard } from "./message.js";
import { word } from "./words.js";

const place = $("pending");
const shown = new Map();

/** Draws a text of the outbox in its present state; `actions` are { retry, discard }. */
export function showText(item, actions) {
  if (item.state === "sent") return;
  const element = shell(item);
  element.replaceChildren(make("div.bubble", {}, item.text), ...stateOf(item, actions));
}

/** Draws a file on its way: `item` is { client_id, file, preview, percent, state, code }; also `cancel`. */
export function showFile(item, actions) {
  const element = shell(item);
  if (!element.hasChildNodes()) element.append(picture(item), make("div.state"));
  element.classList.toggle("uploading", item.state === "sending");
  const state = element.querySelector(".state");
  if (item.state === "sending") progress(state, item, actions);
  else state.replaceChildren(...stateOf(item, actions));
}

export function drop(clientId) {
  const element = shown.get(clientId);
  element?.remove();
  shown.delete(clientId);
  return Boolean(element);
}

export function clear() {
  place.replaceChildren();
  shown.clear();
}

function shell(item) {
  let element = shown.get(item.client_id);
  if (!element) {
    element = make("article.message.user.pending.fresh");
    shown.set(item.client_id, element);
    place.append(element);
  }
  element.classList.toggle("failed", item.state === "failed");
  return element;
}

function picture({ file, preview }) {
  if (!preview) return make("div.bubble.filed", {}, fileCard({ name: file.name, size: file.size, media_type: file.type }));
  const image = make("img", { src: preview, alt: word("photo", { name: file.name }) });
  return make("div.photo", {}, image);
}

function stateOf(item, { retry, discard }) {
  if (item.state !== "failed") {
    const name = item.state === "waiting" && item.file ? "queued" : item.state;
    return [make("div.below", {}, icon("clock"), word(name))];
  }
  const why = item.code === "error" ? word("failed") : word(item.code);
  return [
    make("div.below.bad", { role: "alert" }, icon("warn"), why),
    make("div.rescue", {}, action("discard", discard), action("retry", retry, "strong")),
  ];
}

function progress(state, item, { cancel }) {
  if (!state.querySelector("progress")) {
    const label = word("uploading", { name: item.file.name });
    const bar = make("progress", { max: 100, value: 0, "aria-label": label });
    const stop = make("button.small", { type: "button", "aria-label": `${word("cancel")}：${item.file.name}` }, icon("close"));
    stop.addEventListener("click", cancel);
    state.replaceChildren(make("div.upload", {}, bar, make("span.percent", { "aria-hidden": "true" }), stop));
  }
  state.querySelector("progress").value = item.percent;
  state.querySelector(".percent").textContent = `${item.percent}%`;
}

function action(name, run, ...classes) {
  const button = make(["button.small", ...classes].join("."), { type: "button" }, word(name));
  button.addEventListener("click", run);
  return button;
}

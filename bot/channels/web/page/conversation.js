// The conversation on the screen: applies the events of the log, keeps the newest message in view.

import { dayKey, dayName } from "./dates.js";
import { $, make } from "./dom.js";
import { messageElement } from "./message.js";
import { word } from "./words.js";

const TOGETHER_MS = 5 * 60_000;
const NEAR_END = 120;
const MARGIN = 12;

const log = $("log");
const scroller = $("scroller");
const messages = new Map();
let seen = 0;
let unread = 0;
let atEnd = true;
let heading = false;
let room = "";

export const lastSeen = () => seen;
export const isEmpty = () => messages.size === 0;
export const holds = (clientId) => [...messages.values()].some(({ body }) => body.client_id === clientId);
export const firstId = () => Math.min(...messages.keys());

const at = (message) => ({ ...message, at: new Date(message.at) });

/** Draws what `GET /messages` gave. */
export function load({ seq, messages: faces }) {
  seen = seq;
  messages.clear();
  for (const face of faces) messages.set(face.message_id, at(face));
  redraw();
  toEnd(false);
}

export function prepend(faces) {
  const height = scroller.scrollHeight;
  const newer = [...messages.values()];
  messages.clear();
  for (const face of [...faces.map(at), ...newer]) messages.set(face.message_id, face);
  redraw();
  scroller.scrollTop += scroller.scrollHeight - height;
}

/** Applies one event of the log; an event seen before changes nothing. */
export function apply(event) {
  if (event.seq <= seen) return false;
  seen = event.seq;
  const focused = log.contains(document.activeElement) ? document.activeElement.closest(".message") : null;
  const fresh = put(event);
  markPast();
  if (focused && event.kind !== "user") moveFocus(document.activeElement);
  if (atEnd && isTall(fresh)) toTop(fresh);
  else if (atEnd) toEnd();
  return true;
}

/** Whoever taps a button wants to see the answer, wherever the page stands. */
export function expectAnswer() {
  atEnd = heading = true;
}

/** What an event leaves on the page; the element when the bot's text in it is new, to be read from its beginning. */
function put(event) {
  if (event.kind === "bot" || event.kind === "user") return add(event);
  if (event.kind === "delete") return remove(event.message_id);
  return change(event);
}

/** Draws everything anew; a reader is not made to hear it all again. */
export function redraw() {
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  let before = null;
  for (const message of messages.values()) {
    place(message, before);
    before = message;
  }
  markPast();
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

function add(event) {
  const message = at({ ...event, author: event.kind });
  const before = [...messages.values()].at(-1);
  messages.set(message.message_id, message);
  const element = place(message, before);
  element.classList.add("fresh");
  if (message.author === "user") {
    atEnd = true;
    return null;
  }
  if (!atEnd) showUnread(unread + 1);
  return element;
}

function place(message, before) {
  if (!before || dayKey(before.at) !== dayKey(message.at)) {
    log.append(make("div.day", {}, dayName(message.at)));
  }
  const element = messageElement(message);
  element.classList.toggle("joined", joins(message, before));
  log.append(element);
  return element;
}

const joins = (message, before) =>
  Boolean(before) && before.author === message.author && message.at - before.at < TOGETHER_MS;

function change(event) {
  const message = messages.get(event.message_id);
  if (!message) return null;
  const isNew = (event.body.text ?? message.body.text) !== message.body.text;
  Object.assign(message.body, event.body);
  const old = find(event.message_id);
  const element = messageElement(message);
  // The article stays, so that focus, place and reading position stay; only what is in it is new.
  old.className = [...element.classList, old.classList.contains("joined") ? "joined" : ""].join(" ").trim();
  old.lang = element.lang;
  old.replaceChildren(...element.childNodes);
  return isNew ? old : null;
}

function remove(id) {
  messages.delete(id);
  find(id)?.remove();
  return null;
}

const find = (id) => log.querySelector(`[data-id="${id}"]`);

/** Buttons of the newest message with buttons are the ones to press; older ones stay, but step back. */
function markPast() {
  const keyed = [...log.querySelectorAll(".keyed")];
  keyed.forEach((element, index) => element.classList.toggle("past", index < keyed.length - 1));
}

/** Someone whose button went away stands at the newest message, its buttons one Tab ahead. */
function moveFocus(focused) {
  const lost = focused === document.body || focused === null;
  if (!lost && !focused.matches(".message")) return;
  [...log.querySelectorAll(".message.bot")].at(-1)?.focus({ preventScroll: true });
}

const isTall = (element) => Boolean(element) && element.offsetHeight > scroller.clientHeight;

/** What does not fit is read from the top; the arrow to the newest shows that there is more. */
function toTop(element) {
  atEnd = heading = false;
  requestAnimationFrame(() => {
    const below = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTo({ top: scroller.scrollTop + below - MARGIN, behavior: "smooth" });
  });
}

export function toEnd(smooth = true) {
  atEnd = heading = true;
  showUnread(0);
  requestAnimationFrame(() => scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" }));
}

function showUnread(count) {
  unread = count;
  $("unread").textContent = count || "";
  $("unread").hidden = !count;
  $("unread-words").textContent = count ? `（${word("newest.count", { count })}）` : "";
}

function watchScroll() {
  const before = room;
  room = `${scroller.clientHeight}/${scroller.scrollHeight}`;
  // The room changed, not the reader's mind: whoever was at the end stays there.
  if (atEnd && room !== before) stick();
  const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  if (left < NEAR_END) heading = false;
  // On the way there, smoothly, counts as there: what comes meanwhile is shown too.
  atEnd = heading || left < NEAR_END;
  $("newest").hidden = atEnd;
  if (atEnd) showUnread(0);
}

scroller.addEventListener("scroll", watchScroll, { passive: true });
for (const hand of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  scroller.addEventListener(hand, () => (heading = false), { passive: true });
}
$("newest").addEventListener("click", () => toEnd());
// The keyboard of a phone, a longer text field, a picture that has loaded: the newest message stays in view.
const stick = () => atEnd && scroller.scrollTo({ top: scroller.scrollHeight });
const settle = new ResizeObserver(stick);
settle.observe(scroller);
settle.observe(scroller.firstElementChild);

// How things stand: connected or not, and whether the bot is writing.

import { $ } from "./dom.js";
import { word } from "./words.js";

const TYPING_MS = 6000;
const THINKING_MS = 450;
const PATIENCE_MS = 2500;

let line = "connecting";
let typing = 0;
let banner = 0;

export const isOnline = () => line === "online";

export function setLine(state) {
  if (state === line) return;
  line = state;
  clearTimeout(banner);
  if (state === "online") hideBanner();
  else banner = setTimeout(showBanner, state === "offline" ? 0 : PATIENCE_MS);
  show();
}

/** The bot is writing; `soon` is for our own guess just after something was sent. */
export function showTyping(soon = false) {
  clearTimeout(typing);
  if (soon) typing = setTimeout(() => showTyping(), THINKING_MS);
  else {
    setTyping(true);
    typing = setTimeout(() => setTyping(false), TYPING_MS);
  }
}

export function stopTyping() {
  clearTimeout(typing);
  setTyping(false);
}

export function show() {
  const state = line === "online" && !$("typing").hidden ? "typing" : line;
  const element = $("status");
  element.dataset.state = state;
  element.dataset.word = `status.${state}`;
  element.textContent = word(element.dataset.word);
}

function setTyping(on) {
  $("typing").hidden = !on;
  show();
}

function showBanner() {
  $("banner").hidden = false;
  $("banner").textContent = word(line === "offline" ? "offline" : "reconnecting");
}

function hideBanner() {
  $("banner").hidden = true;
}

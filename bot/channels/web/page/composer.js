// Where a person writes: text, quick words, photos and files.

import { $ } from "./dom.js";
import { keepText, keptText } from "./drafts.js";
import { choose, hasChosen, onTray, sendChosen } from "./uploads.js";
import { word } from "./words.js";

const LONGEST = 4096;
const field = $("write");
const sheets = [
  [$("open-menu"), $("menu")],
  [$("attach"), $("sources")],
];

/** handlers: say(text), refuse(words) */
export function composer({ say, refuse }) {
  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text.length > LONGEST) return refuse(word("text.too_long"));
    if (!text && !hasChosen()) return field.focus();
    if (hasChosen()) sendChosen();
    if (text) say(text);
    write("");
    closeSheets();
  });
  field.addEventListener("keydown", (event) => {
    // While a Chinese word is being composed, Enter chooses it.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    $("composer").requestSubmit();
  });
  field.addEventListener("input", () => {
    keepText(field.value);
    grow();
  });
  $("menu").addEventListener("click", (event) => {
    const button = event.target.closest("[data-say]");
    if (!button) return;
    closeSheets(true);
    say(word(button.dataset.say));
  });
  attachments((files) => {
    const problem = choose(files);
    if (problem) refuse(word(problem));
  });
  onTray(grow);
  grow();
}

/** What was being written when the page was left, unless something stands there already. */
export function restoreText() {
  if (!field.value) write(keptText());
}

export function write(text) {
  field.value = text;
  keepText(text);
  grow();
}

export function closeSheets(refocus = false) {
  for (const [button, sheet] of sheets) {
    if (sheet.hidden) continue;
    toggle(button, sheet, false);
    if (refocus) button.focus();
  }
}

function attachments(add) {
  for (const [button, sheet] of sheets) {
    button.addEventListener("click", () => {
      if (button === $("attach") && !matchMedia("(pointer: coarse)").matches) return $("pick").click();
      const open = sheet.hidden;
      closeSheets();
      toggle(button, sheet, open);
      if (open) sheet.querySelector("button").focus({ focusVisible: false });
    });
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeSheets(true));
  $("scroller").addEventListener("pointerdown", () => closeSheets());
  picks($("files"), $("pick"), add);
  picks($("camera"), $("shoot"), add);
  field.addEventListener("paste", (event) => take(event, event.clipboardData.files, add));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || document.body.classList.remove("dropping"));
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    event.preventDefault();
    take(event, event.dataTransfer.files, add);
  });
}

function picks(button, input, add) {
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
    closeSheets();
    $("send").focus({ focusVisible: false });
  });
}

function take(event, files, add) {
  if (!files.length) return;
  event.preventDefault();
  add(files);
}

function toggle(button, sheet, open) {
  sheet.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
}

/** The line is as high as what stands in it, at the size of the text there is now. */
export function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  $("send").classList.toggle("idle", !field.value.trim() && !hasChosen());
}

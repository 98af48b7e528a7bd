// What the page itself has to say: a short line, or a question that waits for an answer.

import { $ } from "./dom.js";
import { word } from "./words.js";

let timer = 0;

export function toast(text) {
  const element = $("toast");
  clearTimeout(timer);
  element.textContent = text;
  element.classList.add("shown");
  timer = setTimeout(() => element.classList.remove("shown"), Math.max(3500, text.length * 180));
}

/** Asks, or only tells when there is no `yes`; resolves to whether the answer was yes. */
export function ask(text, yes = null) {
  const dialog = $("dialog");
  $("dialog-text").textContent = text;
  $("dialog-no").hidden = yes === null;
  $("dialog-yes").textContent = yes ?? word("confirm.ok");
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

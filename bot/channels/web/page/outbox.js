// What a person did and we have not confirmed yet: sent in order, sent again after a broken line, never twice.
// Only texts on their way are kept on the device, and only for this tab.

import { newId } from "./dom.js";
import { languageTag } from "./words.js";

const KEPT = "bangban.outbox";
const WAITS = [800, 1600, 3000, 6000, 10_000];

/**
 * changed(item) after each change of item.state: "waiting" | "sending" | "sent" | "failed" (with item.code);
 * lost() when the chat is gone: what was not sent stays for the next one.
 */
export class Outbox {
  #queue = [];
  #busy = false;
  #timer = 0;
  #tries = 0;

  constructor({ changed, lost }) {
    this.changed = changed;
    this.lost = lost;
    addEventListener("online", () => this.flush());
  }

  /** Takes back what was on its way when the page was left. */
  restore() {
    for (const { client_id, text } of JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")) {
      this.#add({ client_id, kind: "text", text });
    }
    this.flush();
  }

  send(kind, fields = {}) {
    const item = this.#add({ client_id: newId(), kind, ...fields });
    this.flush();
    return item;
  }

  retry(item) {
    item.state = "waiting";
    this.#queue.push(item);
    this.#keep();
    this.changed(item);
    this.flush();
  }

  /** The log has it: whatever the answer to our request was, it arrived. */
  arrived(clientId) {
    const item = this.#queue.find((candidate) => candidate.client_id === clientId);
    if (item) this.#settle(item, "sent");
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#busy) return;
    this.#busy = true;
    while (this.#queue.length && (await this.#attempt(this.#queue[0])));
    this.#busy = false;
  }

  #add(item) {
    item.state = "waiting";
    this.#queue.push(item);
    this.#keep();
    this.changed(item);
    return item;
  }

  async #attempt(item) {
    item.state = "sending";
    this.changed(item);
    const answer = await post(item);
    if (answer?.status === 401) return this.lost();
    if (answer?.ok) this.#settle(item, "sent");
    else if (answer && answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
      item.code = (await answer.json().catch(() => ({}))).code ?? "error";
      this.#settle(item, "failed");
    } else if (this.#queue.includes(item)) return this.#later(item);
    this.#tries = 0;
    return true;
  }

  #later(item) {
    item.state = "waiting";
    this.changed(item);
    const wait = WAITS[Math.min(this.#tries, WAITS.length - 1)];
    this.#tries += 1;
    this.#timer = setTimeout(() => this.flush(), wait);
    return false;
  }

  #settle(item, state) {
    if (!this.#queue.includes(item)) return;
    this.#queue = this.#queue.filter((other) => other !== item);
    item.state = state;
    this.#keep();
    this.changed(item);
  }

  #keep() {
    const texts = this.#queue.filter((item) => item.kind === "text");
    if (!texts.length) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(texts.map(({ client_id, text }) => ({ client_id, text }))));
  }
}

function post({ client_id, kind, text = "", data = "", message_id = 0, where = {} }) {
  return fetch("updates", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_id, kind, text, data, message_id, ...where, language: languageTag() }),
    signal: AbortSignal.timeout?.(20_000),
  }).catch(() => null);
}

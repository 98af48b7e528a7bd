// The line to the server: Server-Sent Events that come back by themselves and say how they are.

const WAITS = [1000, 2000, 4000, 8000, 15_000];
const SILENCE = 40_000;

/** handlers: event(chatEvent), whisper(whisper), state("online" | "connecting" | "offline"), lost() when the chat is gone. */
export class Line {
  #source = null;
  #tries = 0;
  #timer = 0;
  #silence = 0;

  constructor(lastSeen, handlers) {
    this.lastSeen = lastSeen;
    this.handlers = handlers;
    addEventListener("online", () => this.open());
    addEventListener("offline", () => this.#broken());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.#source?.readyState !== EventSource.OPEN) this.open();
    });
    addEventListener("pagehide", () => this.#source?.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(`events?after=${this.lastSeen()}`);
    this.#source = source;
    source.onopen = () => this.#alive(source);
    source.onmessage = (message) => {
      this.#alive(source);
      this.handlers.event(JSON.parse(message.data));
    };
    source.addEventListener("whisper", (message) => this.handlers.whisper(JSON.parse(message.data)));
    source.addEventListener("beat", () => this.#alive(source));
    source.onerror = () => source === this.#source && this.#broken();
  }

  #alive(source) {
    if (source !== this.#source) return;
    this.#tries = 0;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.open(), SILENCE);
    this.handlers.state("online");
  }

  async #broken() {
    this.#source?.close();
    clearTimeout(this.#silence);
    clearTimeout(this.#timer);
    this.handlers.state(navigator.onLine ? "connecting" : "offline");
    const wait = WAITS[Math.min(this.#tries, WAITS.length - 1)];
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#again(), wait);
  }

  /** EventSource does not tell a refusal from a broken line: ask once before opening again. */
  async #again() {
    const answer = await fetch("messages?before=1").catch(() => null);
    if (answer?.status === 401) this.handlers.lost();
    else if (answer?.ok) this.open();
    else this.#broken();
  }
}

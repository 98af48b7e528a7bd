// What stands in a form is kept on the server while it is written; without this file a button does the same.

const EVERY = 3000;
const MOST_AT_THE_END = 60_000;

export function keepWhileWriting() {
  document.querySelectorAll("form[data-autosave]").forEach(watch);
}

function watch(form) {
  const state = { written: false, busy: false, failed: false, over: false };
  form.addEventListener("input", () => { state.written = true; });
  form.addEventListener("submit", () => { state.over = true; });
  window.addEventListener("pageshow", () => { state.over = false; });
  setInterval(() => save(form, state), EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(form, state); });
  // Whoever leaves is kept on the way out; only where that has failed there is something to warn of.
  window.addEventListener("beforeunload", (event) => { if (state.written && state.failed && !state.over) event.preventDefault(); });
}

async function save(form, state) {
  if (!state.written || state.busy || state.over) return;
  state.written = false;
  state.busy = true;
  const told = new URLSearchParams(new FormData(form)).toString();
  const kept = await send(form.dataset.autosave, told);
  state.busy = false;
  state.failed = !kept;
  if (!kept) state.written = true;
  if (kept?.gone) state.over = true;
  say(kept ? kept.said : form.dataset.failed);
  if (kept && !kept.gone) remember(form, kept);
}

/** What has come of it, or null: also a page that asks to sign in is no answer. */
async function send(way, told) {
  const body = new URLSearchParams(told);
  const keepalive = document.hidden && told.length < MOST_AT_THE_END;
  const answer = await fetch(way, { method: "POST", body, keepalive }).catch(() => null);
  const isOurs = answer?.ok && answer.headers.get("content-type")?.startsWith("application/json");
  return isOurs ? answer.json().catch(() => null) : null;
}

/** The next keeping goes on behind this one, and so does the page when it is loaded again. */
function remember(form, kept) {
  form.elements.sketch.value = kept.id;
  form.elements.kept.value = kept.revision;
  history.replaceState(history.state, "", `${new URL(form.action).pathname}?draft=${kept.id}`);
  const beside = document.getElementById("beside");
  beside.hidden = !kept.beside;
  if (kept.beside) beside.querySelector("a").href = kept.beside;
}

function say(words) {
  const place = document.getElementById("kept");
  // The same again would be read aloud again.
  if (place.textContent !== words) place.textContent = words;
}

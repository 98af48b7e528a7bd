// Warns two minutes before the session ends and asks the server for more time when the officer wants it.

const WARN_BEFORE = 2 * 60 * 1000;

const SHOWN_FOR = 60 * 1000;

/** Whole values are hidden again after a minute, whoever has gone for tea; what is being typed stays. */
export function hideAgain() {
  const note = document.querySelector("[data-hide-again]");
  if (note) setTimeout(() => cover(note), SHOWN_FOR);
}

async function cover(note) {
  const address = note.dataset.hideAgain;
  const parts = [...document.querySelectorAll("[data-whole]")];
  // First they go, then the covered ones are fetched: a broken line must not keep them on the screen.
  parts.forEach((part) => part.replaceChildren());
  note.remove();
  history.replaceState(null, "", address);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  parts.forEach((part) => part.replaceWith(page.getElementById(part.id)));
}

export function watchSession() {
  const { idleUntil, now } = document.body.dataset;
  const dialog = document.querySelector("[data-session-end]");
  if (!idleUntil || !dialog) return;
  schedule(dialog, Date.parse(idleUntil) - Date.parse(now));
  dialog.querySelector("[data-stay]").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    stay(dialog, event.target);
  });
}

function schedule(dialog, left) {
  setTimeout(() => dialog.open || dialog.showModal(), Math.max(0, left - WARN_BEFORE));
}

async function stay(dialog, form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) {
    location.reload();
    return;
  }
  const { left } = await answer.json();
  dialog.close();
  schedule(dialog, left * 1000);
}

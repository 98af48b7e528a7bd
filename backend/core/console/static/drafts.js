// What stands unsaved in one form outlives the saving of another: kept in this tab, for this officer, while signed in.

const MARK = "draft|";
const PENDING = "draft-sent";
const GUARDS = ["csrf", "once", "by"];

export function keepDrafts() {
  const mine = `${MARK}${document.querySelector("input[name=by]")?.value}|`;
  const signedIn = "idleUntil" in document.body.dataset;
  forget((name) => !signedIn || !name.startsWith(mine));
  forgetSaved();
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const nameOf = (form) => mine + new URL(form.action).pathname;
  for (const form of forms) {
    restore(form, sessionStorage.getItem(nameOf(form)));
    form.addEventListener("input", () => sessionStorage.setItem(nameOf(form), JSON.stringify(valuesOf(form))));
  }
  warnOnLeaving(() => forms.some((form) => sessionStorage.getItem(nameOf(form))));
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.draft !== undefined) sessionStorage.setItem(PENDING, nameOf(target));
  });
}

/** Saved is a form that led back to its case; a refusal stays at the form's own address and keeps the draft. */
function forgetSaved() {
  const name = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  const [way] = performance.getEntriesByType("navigation");
  const led = way?.type === "navigate" && way.redirectCount > 0;
  if (name && led && name.split("|")[2].startsWith(`${location.pathname}/`)) sessionStorage.removeItem(name);
}

function restore(form, kept) {
  if (!kept) return;
  const values = JSON.parse(kept);
  for (const field of fieldsOf(form)) {
    const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
    else field.value = given[0] ?? field.value;
  }
  const note = document.createElement("p");
  note.className = "hint";
  note.textContent = form.dataset.draft;
  form.prepend(note);
  form.closest("details")?.setAttribute("open", "");
}

function warnOnLeaving(unsaved) {
  let sending = false;
  document.addEventListener("submit", (event) => {
    sending = !event.defaultPrevented && !event.target.action.endsWith("/staff/sign-out");
  });
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && unsaved()) event.preventDefault();
  });
}

function valuesOf(form) {
  return [...new FormData(form)].filter(([name]) => !GUARDS.includes(name));
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !GUARDS.includes(field.name) && field.type !== "submit");
}

function forget(which) {
  Object.keys(sessionStorage).filter((name) => name.startsWith(MARK) && which(name)).forEach((name) => sessionStorage.removeItem(name));
}

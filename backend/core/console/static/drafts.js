// What stands unsaved in a form outlives the saving of another and the end of a session: kept in this tab, for this
// officer only, two hours at most. Signing out forgets it, and so does whoever signs in next. It lies there sealed: its
// key comes with this officer's pages and is kept nowhere, so whoever finds the tab after the session reads nothing.

const MARK = "draft|";
const PENDING = "draft-sent";
const GUARDS = ["csrf", "once", "by"];
const VERSIONS = ["version", "revision"];
const KEPT = 2 * 60 * 60 * 1000;

export async function keepDrafts() {
  document.addEventListener("submit", ({ target }) => {
    if (target.action.endsWith("/staff/sign-out")) forget(() => true);
  });
  forget((name) => Date.now() - JSON.parse(sessionStorage.getItem(name)).at > KEPT);
  // At the door nobody is known yet: what waits there waits for whoever wrote it.
  if (!("idleUntil" in document.body.dataset)) return;
  const mine = `${MARK}${document.querySelector("input[name=by]")?.value}|`;
  forget((name) => !name.startsWith(mine));
  forgetSaved();
  forgetSettled(mine);
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const key = await keyOfThePage();
  if (!key) return warnOfTyped(forms);
  const nameOf = (form) => mine + new URL(form.action).pathname;
  // All at once: a form that waits for the one before it would keep nothing of what is written into it meanwhile.
  await Promise.all(forms.map((form) => tend(form, nameOf(form), key)));
  warnOnLeaving(() => forms.some((form) => sessionStorage.getItem(nameOf(form))));
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.draft !== undefined) sessionStorage.setItem(PENDING, nameOf(target));
  });
}

/** Brings back what was written into a form and keeps what is written from now on. */
function tend(form, name, key) {
  const touched = new Set();
  // One after the other, or an older text could come to lie over a newer one.
  let written = restore(form, name, key, touched);
  form.addEventListener("input", ({ target }) => {
    touched.add(target.name);
    written = written.then(() => keep(name, writtenIn(form), key));
  });
  return written;
}

/** Saved is a form that led back to its case; a refusal stays at the form's own address and keeps the draft. */
function forgetSaved() {
  const name = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  const [way] = performance.getEntriesByType("navigation");
  const led = way?.type === "navigate" && way.redirectCount > 0;
  const form = name?.split("|")[2];
  if (name && led && form.startsWith(`${location.pathname}/`)) sessionStorage.removeItem(name);
}

/** Once a case is decided nothing half-written about it is wanted any more. */
function forgetSettled(mine) {
  const settled = document.querySelector("[data-settled]")?.dataset.settled;
  if (settled) forget((name) => name.startsWith(mine + settled));
}

/** Only pages over TLS and of this very machine can seal; elsewhere nothing is kept rather than kept open. */
async function keyOfThePage() {
  const { draftKey } = document.body.dataset;
  if (!draftKey || !crypto.subtle) return null;
  return crypto.subtle.importKey("raw", bytes(atob(draftKey)), "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function keep(name, values, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const place = new TextEncoder().encode(name);
  const plain = new TextEncoder().encode(JSON.stringify(values));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: place }, key, plain);
  sessionStorage.setItem(name, JSON.stringify({ at: Date.now(), iv: [...iv], sealed: [...new Uint8Array(sealed)] }));
}

/** What was kept under this name; nothing, and the name is forgotten, when it does not open. */
async function kept(name, key) {
  const lying = sessionStorage.getItem(name);
  if (!lying) return null;
  const { iv, sealed } = JSON.parse(lying);
  const place = new TextEncoder().encode(name);
  try {
    const how = { name: "AES-GCM", iv: new Uint8Array(iv), additionalData: place };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, new Uint8Array(sealed))));
  } catch {
    sessionStorage.removeItem(name);
    return null;
  }
}

function bytes(text) {
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

/** What somebody has touched before this was ready stays as she left it. */
async function restore(form, name, key, touched) {
  const values = await kept(name, key);
  if (!values) return;
  for (const field of fieldsOf(form).filter((field) => !touched.has(field.name))) {
    const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
    else field.value = given[0] ?? field.value;
    field.dispatchEvent(new Event("input")); // who counts its characters counts again
  }
  const note = document.createElement("p");
  note.className = "hint";
  note.textContent = form.dataset.draft;
  form.prepend(note);
  form.closest("details")?.setAttribute("open", "");
}

/** Where nothing can be kept, leaving is warned of all the same. */
function warnOfTyped(forms) {
  let typed = false;
  forms.forEach((form) => form.addEventListener("input", () => { typed = true; }));
  warnOnLeaving(() => typed);
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

function writtenIn(form) {
  return [...new FormData(form)].filter(([name, value]) => mayKeep(name) && typeof value === "string");
}

/** The version stays that of the page: an old one would call every change a conflict. An ID number rests nowhere open. */
function mayKeep(name) {
  return !GUARDS.includes(name) && !VERSIONS.includes(name) && !name.endsWith("id_number");
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && mayKeep(field.name) && !["submit", "file"].includes(field.type));
}

function forget(which) {
  Object.keys(sessionStorage).filter((name) => name.startsWith(MARK) && which(name)).forEach((name) => sessionStorage.removeItem(name));
}

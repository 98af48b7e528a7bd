// Taps on the bot's buttons, on receipt numbers, on photos.

import { $ } from "./dom.js";
import { isOnline } from "./presence.js";
import { toast } from "./say.js";
import { word } from "./words.js";

const PATIENCE_MS = 8000;
const DECIMALS = 3;

/** tap(messageId, data) sends it; place(messageId, data, where) sends where the device is, if its person lets it. */
export function taps(tap, place) {
  $("log").addEventListener("click", (event) => {
    const code = event.target.closest("[data-copy]");
    if (code) return copy(code.dataset.copy);
    const photo = event.target.closest("[data-view]");
    if (photo) return view(photo);
    const key = event.target.closest("[data-tap]");
    if (!key || key.getAttribute("aria-disabled") === "true") return;
    if (!isOnline()) return toast(word("tap.waiting"));
    wait(key);
    const message = Number(key.closest(".message").dataset.id);
    if (key.dataset.locate) locate((where) => place(message, key.dataset.tap, where));
    else tap(message, key.dataset.tap);
  });
}

/** Asks the device once. What it says is rounded to about 100 metres before it goes anywhere. */
function locate(found) {
  const refused = () => {
    release();
    toast(word("place.refused"));
  };
  if (!navigator.geolocation) return refused();
  const rough = (degrees) => Number(degrees.toFixed(DECIMALS));
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => found({ latitude: rough(coords.latitude), longitude: rough(coords.longitude) }),
    refused,
    { timeout: 20_000, maximumAge: 300_000 },
  );
}

/** Every button may be pressed again: an answer came, or it takes too long. */
export function release() {
  for (const key of $("log").querySelectorAll(".key[aria-disabled]")) {
    key.removeAttribute("aria-disabled");
    key.classList.remove("busy");
  }
}

function wait(key) {
  // Disabled in words, not in fact: a disabled button would lose the focus of whoever just pressed it.
  for (const other of key.closest(".keys").querySelectorAll(".key")) other.setAttribute("aria-disabled", "true");
  key.classList.add("busy");
  setTimeout(release, PATIENCE_MS);
}

/** Shows a photo as large as the screen allows, so that a person can see whether it can be read. */
function view(photo) {
  $("viewed").src = photo.dataset.view;
  $("viewed").alt = photo.firstElementChild.alt;
  $("viewer").showModal();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text);
  }
  toast(word("copied"));
}

/** Without TLS a browser offers no clipboard of its own. */
function copyOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

// Files: chosen into a tray, looked at, then sent one after the other with their progress.

import { $, icon, make, newId } from "./dom.js";
import { keepFiles, keptFiles } from "./drafts.js";
import { drop, showFile } from "./pending.js";
import { languageTag, word } from "./words.js";

const LARGEST = 20 * 1024 * 1024;
const SHOWABLE = /^image\/(jpeg|png|webp|gif|avif)$/;
const ALBUM_MOST = 10;

const tray = $("tray");
let chosen = [];
let queue = [];
let running = null;
let stuck = [];
let listener = () => {};

export const hasChosen = () => chosen.length > 0;
export const onTray = (changed) => (listener = changed);

/** Puts files into the tray; gives the code of what is wrong with one that cannot be sent, or null. */
export function choose(files) {
  let problem = null;
  for (const file of files) {
    const wrong = file.size > LARGEST ? "file.too_large" : file.size === 0 ? "file.empty" : null;
    if (!wrong) chosen.push(trayed(file, newId()));
    problem ??= wrong;
  }
  drawTray();
  keep();
  return problem;
}

/** Puts back what was chosen or under way when the page was left, but for what `arrived(client_id)`. */
export async function restoreChosen(arrived) {
  const kept = (await keptFiles()).filter(({ client_id }) => !arrived(client_id));
  chosen = [...kept.map(({ file, client_id }) => trayed(file, client_id)), ...chosen];
  drawTray();
}

/** Takes everything out of the tray. */
export function emptyTray() {
  chosen = [];
  queue = [];
  stuck = [];
  drawTray();
}

/** Sends what is in the tray. */
export function sendChosen() {
  const ready = chosen;
  const album = ready.length > 1 && ready.length <= ALBUM_MOST ? newId() : "";
  chosen = [];
  drawTray();
  for (const item of ready) start({ ...item, album, percent: 0, state: "waiting" });
  keep();
}

/** The log has it; the bubble of the log takes over. */
export function fileArrived(clientId) {
  const item = running?.client_id === clientId ? running : queue.find((other) => other.client_id === clientId);
  if (item?.preview) URL.revokeObjectURL(item.preview);
  if (item) item.arrived = true;
  queue = queue.filter((other) => other.client_id !== clientId);
  if (item) keep();
}

const trayed = (file, client_id) => ({
  file, client_id, preview: SHOWABLE.test(file.type) ? URL.createObjectURL(file) : null,
});

/** Whatever a reload would lose: what is in the tray, and what has not arrived. */
function keep() {
  const underWay = [...stuck, running, ...queue].filter((item) => item && !item.arrived);
  keepFiles([...underWay, ...chosen].map(({ file, client_id }) => ({ file, client_id })));
}

function drawTray() {
  tray.hidden = chosen.length === 0;
  tray.replaceChildren(...chosen.map(trayItem));
  listener();
}

function trayItem(item) {
  const { file, preview } = item;
  const picture = preview ? make("img.thumb", { src: preview, alt: "" }) : make("span.thumb", {}, icon("file"));
  const remove = make("button", { type: "button", "aria-label": word("attach.remove", { name: file.name }) }, icon("close"));
  remove.addEventListener("click", () => {
    if (preview) URL.revokeObjectURL(preview);
    chosen = chosen.filter((other) => other !== item);
    drawTray();
    keep();
    (tray.querySelector("button") ?? $("attach")).focus();
  });
  return make("li", {}, picture, make("span.name", {}, file.name), remove);
}

function start(item) {
  item.state = "waiting";
  queue.push(item);
  draw(item);
  next();
}

function next() {
  if (running || !queue.length) return;
  running = queue.shift();
  running.state = "sending";
  draw(running);
  upload(running);
}

function upload(item) {
  const request = new XMLHttpRequest();
  item.request = request;
  request.open("POST", "files");
  request.setRequestHeader("Content-Type", item.file.type || "application/octet-stream");
  request.setRequestHeader("X-Client-Id", item.client_id);
  request.setRequestHeader("X-Name", encodeURIComponent(item.file.name));
  request.setRequestHeader("X-Language", languageTag());
  if (item.album) request.setRequestHeader("X-Album", item.album);
  request.upload.onprogress = ({ loaded, total }) => {
    item.percent = Math.min(99, Math.round((loaded / total) * 100));
    if (!item.arrived) draw(item);
  };
  request.onload = () => ended(item, request.status < 300 ? null : codeOf(request));
  request.onerror = () => ended(item, "error");
  request.onabort = () => ended(item, "cancelled");
  request.send(item.file);
}

function codeOf(request) {
  try {
    return JSON.parse(request.responseText).code;
  } catch {
    return "error";
  }
}

function ended(item, code) {
  running = null;
  if (code === "cancelled") drop(item.client_id);
  else if (code && !item.arrived) {
    item.state = "failed";
    item.code = code;
    if (code === "error") stuck.push(item);
    draw(item);
  } else if (!item.arrived) {
    item.percent = 100;
    draw(item);
  }
  keep();
  next();
}

function unstick(item) {
  stuck = stuck.filter((other) => other !== item);
}

function draw(item) {
  showFile(item, {
    retry: () => {
      unstick(item);
      start(item);
    },
    discard: () => {
      unstick(item);
      drop(item.client_id);
      keep();
    },
    cancel: () => item.request.abort(),
  });
}

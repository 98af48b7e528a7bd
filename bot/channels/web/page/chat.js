// The browser chat: wires the conversation, the line, the outbox and the hands of the person together.

import { closeSheets, composer, grow, restoreText, write } from "./composer.js";
import * as conversation from "./conversation.js";
import { $ } from "./dom.js";
import { forget } from "./drafts.js";
import { Line } from "./line.js";
import { Outbox } from "./outbox.js";
import { clear, drop, showText } from "./pending.js";
import { setLine, show, showTyping, stopTyping } from "./presence.js";
import { ask, toast } from "./say.js";
import { textSize } from "./size.js";
import { release, taps } from "./taps.js";
import { emptyTray, fileArrived, restoreChosen } from "./uploads.js";
import { firstLanguage, follow, speak, word } from "./words.js";

const RETRY_MS = 3000;

const outbox = new Outbox({ changed: sent, lost: startOver });
const line = new Line(conversation.lastSeen, { event: happened, whisper: heard, state: setLine, lost: startOver });

textSize(() => {
  grow();
  conversation.toEnd(false);
});
composer({ say, refuse: toast });
taps(tap, place);
$("earlier").addEventListener("click", showEarlier);
$("leave").addEventListener("click", leave);
begin();

async function begin() {
  try {
    await speak(firstLanguage());
    show();
    const log = await openChat();
    if (!log) return;
    conversation.load(log);
    await takeUpDraft();
    $("earlier").hidden = !log.more;
    line.open();
    greet();
    outbox.restore();
  } catch {
    setLine(navigator.onLine ? "connecting" : "offline");
    setTimeout(begin, RETRY_MS);
  }
}

/** What was not sent yet goes on where it was; a chat that has just begun is somebody else's, and takes up nothing. */
async function takeUpDraft() {
  if (conversation.isEmpty()) return forget();
  restoreText();
  await restoreChosen(conversation.holds);
}

/** The messages of this browser's chat; a chat is opened when there is none. */
async function openChat() {
  const opened = await fetch("open", { method: "POST" });
  if (!opened.ok) throw new Error(`open ${opened.status}`);
  const answer = await fetch("messages");
  if (answer.status === 401) {
    await ask(word("cookies"));
    return null;
  }
  if (!answer.ok) throw new Error(`messages ${answer.status}`);
  return answer.json();
}

/** A new chat begins by itself; a deep link says where to go. */
function greet() {
  const payload = new URLSearchParams(location.search).get("start") ?? "";
  if (payload) history.replaceState(null, "", location.pathname);
  if (!payload && !conversation.isEmpty()) return;
  outbox.send("start", payload ? { text: payload } : { client_id: "start" });
  showTyping();
}

function say(text) {
  outbox.send("text", { text });
  conversation.toEnd();
}

function tap(message_id, data) {
  conversation.expectAnswer();
  outbox.send("tap", { message_id, data });
}

function place(message_id, data, where) {
  conversation.expectAnswer();
  outbox.send("place", { message_id, data, where, text: word("place.mine") });
}

function sent(item) {
  if (item.kind === "text") {
    showText(item, { retry: () => outbox.retry(item), discard: () => drop(item.client_id) });
  }
  if (item.state === "sending") showTyping(true);
  else if (item.state !== "sent") stopTyping();
  if (item.state === "sent" && conversation.holds(item.client_id)) drop(item.client_id);
  if (item.state === "failed" && item.kind !== "text") {
    release();
    toast(word(item.code));
  }
}

function happened(event) {
  if (event.kind === "user") arrived(event.body.client_id);
  if (!conversation.apply(event) || event.kind === "user") return;
  release();
  if (event.kind !== "markup") stopTyping();
  if (event.body.text) keepUp(event.body.text);
}

async function keepUp(text) {
  if (!(await follow(text))) return;
  show();
  conversation.redraw();
}

function arrived(clientId) {
  outbox.arrived(clientId);
  fileArrived(clientId);
  drop(clientId);
}

function heard(whisper) {
  if (whisper.kind === "typing") return showTyping();
  release();
  if (!whisper.text) return;
  stopTyping();
  if (whisper.alert) ask(whisper.text);
  else toast(whisper.text);
}

async function showEarlier() {
  const answer = await fetch(`messages?before=${conversation.firstId()}`).catch(() => null);
  if (!answer?.ok) return toast(word("error"));
  const { messages, more } = await answer.json();
  conversation.prepend(messages);
  $("earlier").hidden = !more;
  $("scroller").focus({ preventScroll: true });
}

async function leave() {
  closeSheets(true);
  if (!(await ask(word("leave.question"), word("leave.yes")))) return;
  const answer = await fetch("leave", { method: "POST" }).catch(() => null);
  if (!answer?.ok) return toast(word("error"));
  sessionStorage.clear();
  clear();
  await forgetDraft();
  location.reload();
}

/** Nothing that was written or chosen is left for whoever comes next. */
function forgetDraft() {
  emptyTray();
  write("");
  return forget();
}

/** The chat is gone (another tab has left it): what was on its way stays in the outbox, what was only begun goes. */
function startOver() {
  forgetDraft();
  toast(word("chat.unknown"));
  setTimeout(() => location.reload(), 1500);
}

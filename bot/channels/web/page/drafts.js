// What is written or chosen and not sent yet, kept over a reload: for this tab only, for an hour at most.
//
// A shared computer shows it to nobody else: the text lies in the tab's own storage, and so does the key without which
// the photos in the browser's database cannot be read. Who leaves the conversation takes all of it along.

const TEXT = "bangban.draft";
const KEY = "bangban.draft.key";
const HOUR = 3_600_000;
const MOST = 60 * 1024 * 1024;
const STORE = "files";

let last = Promise.resolve();

export function keepText(text) {
  if (!text.trim()) sessionStorage.removeItem(TEXT);
  else sessionStorage.setItem(TEXT, JSON.stringify({ text, at: Date.now() }));
}

export function keptText() {
  const { text = "", at = 0 } = JSON.parse(sessionStorage.getItem(TEXT) ?? "{}");
  return Date.now() - at < HOUR ? text : "";
}

/** Keeps `{ file, client_id }`, all that are not there yet; one after the other, and silently not at all where it cannot be. */
export function keepFiles(items) {
  return inTurn(async () => {
    const tab = await ofThisTab(items.length > 0);
    if (!tab) return;
    const small = items.reduce((sum, { file }) => sum + file.size, 0) <= MOST;
    const parts = small ? await Promise.all(items.map((item) => sealed(tab.key, item))) : [];
    if (parts.length) await act("readwrite", (store) => store.put({ at: Date.now(), parts }, tab.id));
    else await act("readwrite", (store) => store.delete(tab.id));
  });
}

/** What this tab kept; whatever is too old, of any tab, is deleted on the way. */
export function keptFiles() {
  return inTurn(async () => {
    await act("readwrite", dropOld);
    const tab = await ofThisTab(false);
    const kept = tab && (await act("readonly", (store) => store.get(tab.id)));
    return kept ? Promise.all(kept.parts.map((part) => opened(tab.key, part))) : [];
  });
}

export function forget() {
  sessionStorage.removeItem(TEXT);
  sessionStorage.removeItem(KEY);
  return inTurn(() => act("readwrite", (store) => store.clear()));
}

/** A private window or a full disk keeps nothing, and nothing else depends on it. */
function inTurn(work) {
  last = last.then(work).catch(() => []);
  return last;
}

/** The key and the name under which this tab keeps; both are gone with the tab. */
async function ofThisTab(makeOne) {
  if (!globalThis.crypto?.subtle) return null;
  let raw = sessionStorage.getItem(KEY);
  if (!raw && !makeOne) return null;
  if (!raw) {
    raw = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(48))));
    sessionStorage.setItem(KEY, raw);
  }
  const bytes = Uint8Array.from(atob(raw), (sign) => sign.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes.slice(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { key, id: raw.slice(44) };
}

async function sealed(key, { file, client_id }) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const told = new TextEncoder().encode(JSON.stringify({ name: file.name, type: file.type, client_id }));
  const size = new Uint8Array(new Uint32Array([told.length]).buffer);
  const whole = await new Blob([size, told, file]).arrayBuffer();
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, whole) };
}

async function opened(key, { iv, data }) {
  const whole = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
  const [length] = new Uint32Array(whole.slice(0, 4));
  const { name, type, client_id } = JSON.parse(new TextDecoder().decode(whole.slice(4, 4 + length)));
  return { file: new File([whole.slice(4 + length)], name, { type }), client_id };
}

function dropOld(store) {
  const walk = store.openCursor();
  walk.onsuccess = () => {
    const cursor = walk.result;
    if (!cursor) return;
    if (Date.now() - cursor.value.at > HOUR) cursor.delete();
    cursor.continue();
  };
  return walk;
}

/** One transaction: what `work` asks of the store, once it is done. */
function act(mode, work) {
  return new Promise((done, failed) => {
    const open = indexedDB.open("bangban", 1);
    open.onupgradeneeded = () => open.result.createObjectStore(STORE);
    open.onerror = () => failed(open.error);
    open.onsuccess = () => {
      const transaction = open.result.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        open.result.close();
        done(asked.result);
      };
      transaction.onabort = () => failed(transaction.error);
    };
  });
}

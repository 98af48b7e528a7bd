// Tells politely that something changed in the list; nothing moves under the reader's hands.

export function listen() {
  const place = document.querySelector("[data-live-list]");
  const region = document.querySelector("[data-live]");
  if (!place || !region) return;
  const source = new EventSource(`/staff/live?seen=${encodeURIComponent(place.dataset.liveList)}`);
  source.addEventListener("message", () => announce(region, place));
  source.addEventListener("over", () => source.close());
  window.addEventListener("pagehide", () => source.close());
}

function announce(region, place) {
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = place.dataset.liveWord;
  region.replaceChildren(link);
  for (const dot of document.querySelectorAll("[data-live-dot]")) dot.hidden = false;
}

// Keeps telling who else has this case open, and tells them of us, as long as the page is in front of somebody.

export function watchOnlookers() {
  const place = document.querySelector("[data-onlookers]");
  if (!place) return;
  let source = null;
  const open = () => {
    const seen = encodeURIComponent(place.dataset.onlookersSeen);
    source = new EventSource(`${place.dataset.onlookers}?seen=${seen}`);
    source.addEventListener("message", (event) => show(place, event.data));
    source.addEventListener("over", close);
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const inFront = () => (document.hidden ? close() : source || open());
  document.addEventListener("visibilitychange", inFront);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", inFront);
}

function show(place, news) {
  place.dataset.onlookersSeen = news;
  const said = JSON.parse(news);
  place.replaceChildren(...(said.length ? [note(said, place.dataset)] : []));
}

function note(said, { onlookersWord, onlookersJoint, onlookersEnd }) {
  const note = document.createElement("p");
  note.className = "note note-info onlookers";
  note.textContent = said.join(onlookersJoint) + onlookersEnd + onlookersWord;
  return note;
}

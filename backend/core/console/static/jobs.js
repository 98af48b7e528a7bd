// Moves the bar of long work while the page is open, and loads the page again when the work has ended.

export function watchJobs() {
  for (const place of document.querySelectorAll("[data-job]")) watch(place);
}

function watch(place) {
  const source = new EventSource(place.dataset.job);
  source.addEventListener("message", (event) => {
    const [state, done, of] = event.data.split(":");
    // What waited for its hour says so in words: any news of it wants the page anew.
    if ("jobWaits" in place.dataset || (state !== "waiting" && state !== "running")) {
      source.close();
      location.reload();
    } else if (Number(of)) {
      show(place, done, of);
    }
  });
  source.addEventListener("over", () => source.close());
  window.addEventListener("pagehide", () => source.close());
}

function show(place, done, of) {
  const bar = place.querySelector("[data-job-bar]");
  const left = place.querySelector("[data-job-left]");
  if (left) left.textContent = wordsLeft(left.dataset, Number(done) - firstDone(bar));
  bar.max = Number(of);
  bar.value = Number(done);
  const words = place.querySelector("[data-job-words]");
  words.textContent = words.dataset.words.replace("{done}", done).replace("{of}", of);
}

// How many were done when the page was made: what is left was reckoned then.
function firstDone(bar) {
  bar.dataset.first ??= bar.value;
  return Number(bar.dataset.first);
}

function wordsLeft({ minutes, now, words }, since) {
  const share = Math.max(0, Number(now) - since) / Number(now);
  return share ? words.replace("{minutes}", Math.ceil(Number(minutes) * share)) : "";
}

// Counts whom a form reaches while its rules are chosen; without this file the button does the same.

const A_BREATH = 600;

export function countWhileChoosing() {
  for (const rules of document.querySelectorAll("[data-counts]")) watch(rules);
}

function watch(rules) {
  const place = document.getElementById(rules.dataset.counts);
  let waiting = 0;
  let asking = null;
  const changed = () => {
    clearTimeout(waiting);
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    waiting = setTimeout(() => count(rules.closest("form"), place, signal), A_BREATH);
  };
  rules.addEventListener("input", changed);
}

async function count(form, place, signal) {
  place.setAttribute("aria-busy", "true");
  const told = new URLSearchParams(new FormData(form));
  told.set("do", "count");
  const answer = await fetch(form.action, { method: "POST", body: told, signal }).catch(() => null);
  if (signal.aborted) return;
  place.removeAttribute("aria-busy");
  if (!answer || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Rules that are not complete count nobody: an old number beside new rules would be wrong.
  if (!signal.aborted) place.replaceChildren(...(page.getElementById(place.id)?.childNodes ?? []));
}

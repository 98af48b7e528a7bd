// While the line is down nothing is sent: what was typed stays on the page, and a sentence says so.

export function watchLine() {
  const region = document.querySelector("[data-offline]");
  if (!region) return;
  const say = () => { region.textContent = navigator.onLine ? "" : region.dataset.offline; };
  window.addEventListener("offline", say);
  window.addEventListener("online", say);
  say();
  // Before anybody else hears of it: a button that was put to rest would stay so.
  document.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say();
    region.scrollIntoView({ block: "nearest" });
  }, { capture: true });
}

// One key for what is done all day. Off where the officer says so, and never while something is being typed.

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") putTipsAway();
    if (document.documentElement.dataset.keys !== "on" || busy(event)) return;
    if (event.key === "/") {
      const field = document.querySelector(".finder input");
      if (field) { event.preventDefault(); field.focus(); }
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) { event.preventDefault(); target.click(); }
  });
  document.addEventListener("focusin", ({ target }) => target.closest(".explained")?.classList.remove("away"));
  document.addEventListener("mouseover", ({ target }) => target.closest?.(".explained")?.classList.remove("away"));
}

function busy(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return true;
  if (document.querySelector("dialog[open]")) return true;
  return Boolean(event.target.closest("input, textarea, select, [contenteditable], [data-stage]"));
}

function putTipsAway() {
  for (const one of document.querySelectorAll(".explained:is(:hover, :focus-within)")) one.classList.add("away");
}

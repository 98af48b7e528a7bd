// One key for what is done all day. Off where the officer says so, and never while something is being typed.

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") putTipsAway();
    if (document.documentElement.dataset.keys !== "on" || busy(event)) return;
    if (event.key === "/") {
      const field = document.querySelector(".finder input:not([type=hidden])");
      if (field) { event.preventDefault(); field.focus(); }
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) { event.preventDefault(); target.click(); return; }
    sayWhyNot(document.querySelector(`[data-key-why="${CSS.escape(event.key)}"]`));
  });
  document.addEventListener("focusin", ({ target }) => target.closest(".explained")?.classList.remove("away"));
  document.addEventListener("mouseover", ({ target }) => target.closest?.(".explained")?.classList.remove("away"));
}

/** What a key cannot do yet stands on the page: it is brought into sight and read out. */
function sayWhyNot(why) {
  if (!why) return;
  why.scrollIntoView({ block: "nearest" });
  why.focus();
  const told = document.querySelector("[data-live]");
  if (told) told.textContent = why.textContent.trim();
}

function busy(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return true;
  if (document.querySelector("dialog[open]")) return true;
  return Boolean(event.target.closest("input, textarea, select, [contenteditable], [data-stage]"));
}

function putTipsAway() {
  for (const one of document.querySelectorAll(".explained:is(:hover, :focus-within)")) one.classList.add("away");
}

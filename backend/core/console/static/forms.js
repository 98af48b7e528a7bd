// A second click sends nothing; a problem is where the reader starts; long texts show what is left.

export function disableAfterSending() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // After the browser has collected the fields, so that the button's own value is sent too.
    setTimeout(() => buttonsOf(form).forEach((button) => button.setAttribute("aria-disabled", "true")));
  });
  // A page that comes back from the browser's memory must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) {
      delete form.dataset.sent;
      buttonsOf(form).forEach((button) => button.removeAttribute("aria-disabled"));
    }
  });
}

export function focusFirstProblem() {
  document.querySelector("[data-focus]")?.focus();
}

export function countCharacters() {
  for (const area of document.querySelectorAll("textarea[data-count]")) {
    const note = document.createElement("span");
    note.className = "count";
    note.setAttribute("aria-hidden", "true");
    const show = () => { note.textContent = `${[...area.value].length} / ${area.maxLength}`; };
    area.addEventListener("input", show);
    area.after(note);
    show();
  }
}

function buttonsOf(form) {
  return form.querySelectorAll("button:not([type=button])");
}

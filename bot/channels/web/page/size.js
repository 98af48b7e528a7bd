// The size of the text, remembered on this device.

import { $ } from "./dom.js";

const KEPT = "bangban.size";

export function textSize(changed) {
  const kept = localStorage.getItem(KEPT);
  if (["1", "2", "3"].includes(kept)) set(kept);
  $("size").addEventListener("change", (event) => {
    localStorage.setItem(KEPT, event.target.value);
    set(event.target.value);
    changed();
  });
}

function set(size) {
  document.documentElement.dataset.size = size;
  $("size").querySelector(`[value="${size}"]`).checked = true;
}

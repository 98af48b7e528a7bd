// Line numbers beside a long text, and a way from a finding to its line.

export function numberLines() {
  for (const area of document.querySelectorAll("textarea[data-lines]")) {
    const frame = document.createElement("div");
    frame.className = "with-lines";
    const gutter = document.createElement("div");
    gutter.className = "gutter";
    gutter.setAttribute("aria-hidden", "true");
    area.replaceWith(frame);
    frame.append(gutter, area);
    const show = () => {
      const count = area.value.split("\n").length;
      gutter.textContent = Array.from({ length: count }, (_, at) => at + 1).join("\n");
      gutter.style.height = `${area.offsetHeight}px`;
      gutter.scrollTop = area.scrollTop;
    };
    area.addEventListener("input", show);
    area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
    new ResizeObserver(show).observe(area);
    show();
  }
  for (const link of document.querySelectorAll("a[data-line]")) {
    const area = document.getElementById(link.dataset.field);
    if (area?.tagName === "TEXTAREA") link.addEventListener("click", (event) => goTo(event, area, Number(link.dataset.line)));
  }
}

function goTo(event, area, line) {
  event.preventDefault();
  const before = area.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  const end = area.value.indexOf("\n", start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * height);
}

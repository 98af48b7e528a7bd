"""What a page shows in a size people can read and hit, as the browser has computed it (C32, C33; 适老 1.1–1.3, 2.1)."""

from playwright.sync_api import Page

SMALLEST = {"normal": 16, "large": 18, "largest": 18}
"""Pixels of the smallest text at each setting; 大字版 begins with the second."""
MAIN, ANY = 44, 24
"""Pixels of the side of a main control, and of any other that stands for itself."""

SMALL_TEXT = """([smallest, spacing]) => {
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && one.getClientRects().length;
  const unread = "[aria-hidden=true], .visually-hidden, .unseen, .skip-link, svg, script";
  const found = new Set();
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const one = nodes.currentNode.parentElement;
    if (!nodes.currentNode.data.trim() || !shown(one) || one.closest(unread)) continue;
    const { fontSize, lineHeight } = getComputedStyle(one);
    const size = parseFloat(fontSize), line = parseFloat(lineHeight);
    const what = `${one.tagName.toLowerCase()}.${one.className}: ${nodes.currentNode.data.trim().slice(0, 12)}`;
    if (size < smallest - 0.01) found.add(`${size}px ${what}`);
    if (Number.isNaN(line) || line / size < spacing - 0.01) found.add(`line ${lineHeight}/${fontSize} ${what}`);
  }
  return [...found].slice(0, 12);
}"""
TIGHT = """([main, any, mains]) => {
  const found = new Set();
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const one of document.querySelectorAll(controls)) {
    if (!one.checkVisibility({ checkVisibilityCSS: true }) || one.closest(".visually-hidden, .skip-link")) continue;
    const target = ["checkbox", "radio"].includes(one.type) ? one.closest("label") ?? one : one;
    const { width, height } = target.getBoundingClientRect();
    if (!width || !height) continue;
    const least = one.matches(mains) ? main : any;
    // A link in the middle of a sentence is exempt: its line gives it its height (WCAG 2.5.8).
    if (getComputedStyle(one).display === "inline" && one.tagName === "A") continue;
    const shape = `${Math.round(width)}x${Math.round(height)}`;
    const what = `${one.tagName.toLowerCase()}.${one.className} ${(one.innerText || one.name || "").trim().slice(0, 12)}`;
    if (height < least - 0.5 || width < any - 0.5) found.add(`${shape} ${what}`);
  }
  return [...found].slice(0, 12);
}"""
MAINS = (
    ".btn, .form-control, .form-select, .rooms a, .case-nav a, .pages-list a, .todo, .crumb, .choice input, "
    "th[scope=row] > a"
)


def illegible(page: Page, setting: str = "normal", spacing: float = 1.5) -> list[str]:
    """Texts smaller than the setting promises, and lines closer than one and a half."""
    found: list[str] = page.evaluate(SMALL_TEXT, [SMALLEST[setting], spacing])
    return found


def tight(page: Page, mains: str = MAINS) -> list[str]:
    """Controls too small to hit: the main ones below 44 pixels, any other below 24."""
    found: list[str] = page.evaluate(TIGHT, [MAIN, ANY, mains])
    return found
_UNTIDY = """() => {
  const found = new Set();
  // A longer one is a telephone number.
  const figure = /^[0-9]{1,4}([,.][0-9]+)*%?$/;
  for (const table of document.querySelectorAll("main table")) {
    if (!table.checkVisibility({ checkVisibilityCSS: true }) || table.closest(".month")) continue;
    const name = (table.caption?.innerText || "a table").trim().slice(0, 16);
    if (!table.caption) found.add(`no caption: ${table.className}`);
    if ([...table.querySelectorAll("th")].some((one) => !one.scope)) found.add(`a head without scope: ${name}`);
    const rows = [...table.querySelectorAll("tbody tr")].filter((row) => row.cells.length > 1 && row.checkVisibility());
    const columns = new Map();
    for (const cell of rows.flatMap((row) => [...row.cells])) {
      if (cell.tagName === "TH" || cell.colSpan > 1) continue;
      const text = cell.innerText.trim();
      if (!text && !cell.querySelector("input, button, svg, img, select, meter, progress, textarea")) {
        if (!cell.matches(".blank, .tick")) found.add(`nothing where -- is due: ${name}, column ${cell.cellIndex + 1}`);
      }
      if (!columns.has(cell.cellIndex)) columns.set(cell.cellIndex, []);
      columns.get(cell.cellIndex).push([text, getComputedStyle(cell).textAlign]);
    }
    for (const [column, cells] of columns) {
      const said = cells.filter(([text]) => text && text !== "--");
      if (!said.length || !said.every(([text]) => figure.test(text))) continue;
      const left = said.some(([, align]) => !["right", "end"].includes(align));
      if (left) found.add(`figures not on the right: ${name}, column ${column + 1}`);
    }
  }
  return [...found];
}"""


def untidy(page: Page) -> list[str]:
    """What is amiss with the tables of a wide page (C5, C34): captions, scopes, figures on the right, `--` for no data."""
    found: list[str] = page.evaluate(_UNTIDY)
    return found

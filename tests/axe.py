"""axe-core, which finds what shuts people out of a page (WCAG 2.2 AA): what it looks for, and how it is asked."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

LOOKED_FOR: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # To tell of everything that is well takes longer than to look.
    "resultTypes": ["violations"],
    # One rule wants the sounds of a page; none of these its style sheets, which axe would fetch once more.
    "preload": {"assets": ["media"]},
}
SCRIPT = AXE_SCRIPT
IS_HERE = "'axe' in window"
"""Whether the page has the script already: it is large, and a page is looked at more than once."""
LOOK = "options => axe.run(options).then(told => told.violations)"

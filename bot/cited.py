"""The articles a page names, as they are written: 第三条第（一）项第3目, Article 3(1), point 3, 余人社字〔2023〕82号."""

import re
from typing import Final

MOST_CITED: Final = 20
"""Places kept of one page; a result with every category names fewer."""
PLACE: Final = re.compile(
    "第[零〇一二三四五六七八九十百]+条(?:第（[一二三四五六七八九十]+）项)?(?:第\\d+目)?"
    "|Article \\d+(?:\\(\\d+\\))?(?:, (?:point \\d+|first paragraph))?"
    "|[\\u4e00-\\u9fff]{2,6}[〔[]\\d{4}[〕\\]]\\d+号"
)


def places_in(words: str) -> list[str]:
    """Each once, in the order of the page."""
    return list(dict.fromkeys(PLACE.findall(words)))

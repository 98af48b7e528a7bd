"""The words of the house: gettext catalogs, read straight from their ``.po`` files.

Source strings are Chinese, so the default language needs no catalog. Domains: ``bot``, ``citizen``,
``console``, ``notices``, ``policies``, ``workbench``.
"""

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
Translate = Callable[[str], str]


_BEHIND = {"console": "workbench"}
"""The catalog that is asked next: the console also shows what is said of a pack or a file."""


@cache
def catalog(domain: str, language: str) -> NullTranslations:
    """The catalog of one domain; one that does not exist speaks Chinese, the language of the source."""
    path = FOLDER / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    found = GNUTranslations(compiled)
    if domain in _BEHIND:
        found.add_fallback(catalog(_BEHIND[domain], language))
    return found


@cache
def sentences(domain: str, language: str) -> frozenset[str]:
    """Every sentence a domain has in a language, also those that read the same in both."""
    with (FOLDER / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
        return frozenset(
            str(one.id) for one in read_po(source, locale=language) if one.id and one.string and not one.fuzzy
        )


def translator(domain: str, language: str) -> Translate:
    """``_`` for one domain in one language."""
    return catalog(domain, language).gettext

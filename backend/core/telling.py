"""What the rules, the packs and the files of people say (`N_`), in the language of whoever reads it."""

from collections.abc import Callable
from functools import partial

from backend.rules.said import said_in
from locales import translator


def said_to(language: str) -> Callable[[object], str]:
    """Says a sentence of lint, of trials, of differences or of a file in a language, words of the packs included."""
    return partial(said_in, house=translator("workbench", language), packs=translator("policies", language))

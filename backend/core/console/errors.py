"""What is wrong with a form, field by field, for the summary on top and the words beside the field."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.core.console.problems import words_for
from backend.core.problems import Problem
from locales import Translate


@dataclass(frozen=True)
class FieldError:
    """``field`` is the id of the control the summary leads to."""

    field: str
    title: str
    text: str


def error_at(problem: Problem, fields: Mapping[str, str], default: str, say: Translate) -> FieldError:
    """The problem beside its field: ``fields`` says which code belongs to which control."""
    words = words_for(problem, say)
    return FieldError(fields.get(problem.code, default), words.title, words.text)

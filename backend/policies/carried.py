"""A self-check under way when its policy gets a new version: the answers stay, what changed is said once."""

from dataclasses import dataclass
from datetime import date

from backend.policies.answers import Kept, relevant
from backend.rules import Answers, Fact, FactValue, Pack, next_question
from locales import Translate


@dataclass(frozen=True)
class Carried:
    """The kept answers under the new version. ``again`` are facts whose answer is none of the new options."""

    kept: Kept
    again: tuple[str, ...]
    other_questions: bool
    """Whether other questions are asked, or answered ones do not matter any more."""

    def news(self, pack: Pack, _: Translate) -> str:
        """One sentence, where a question or an answer is affected; else empty."""
        if self.again:
            labels = pack.vocabulary.words.joint.join(pack.vocabulary[fact].label for fact in self.again)
            return _("{number}有了新的版本。您的回答都还在，只有“{labels}”要再回答一次。").format(
                number=pack.number, labels=labels
            )
        if self.other_questions:
            return _("{number}有了新的版本，要问的问题有变化。您的回答都还在。").format(number=pack.number)
        return ""


def carried(kept: Kept, old: Pack | None, new: Pack, today: date) -> Carried:
    """``old`` is the version the answers were given under, None when it is not known any more."""
    again = tuple(fact for fact, value in kept.given.items() if not _fits(new.vocabulary[fact], value))
    given = {fact: value for fact, value in kept.given.items() if fact not in again}
    shown = list(relevant(new, given, today))
    other = set(kept.shown) - set(again) != set(shown) or _asks_otherwise(old, new, kept.given, today)
    return Carried(Kept(given, shown, kept.told & set(given)), again, other)


def _asks_otherwise(old: Pack | None, new: Pack, given: Answers, today: date) -> bool:
    return old is not None and next_question(old, given, today) != next_question(new, given, today)


def _fits(fact: Fact, value: FactValue | None) -> bool:
    if value is None:
        return fact.unsure
    return not fact.options or value in {option.value for option in fact.options}

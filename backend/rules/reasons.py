"""The readings of a rule that explain: verdict, why a person must look, and from which day time makes it hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from backend.rules.derivations import DERIVATIONS, Day, complete
from backend.rules.expression import Rule, Test, fold, leaves
from backend.rules.operators import leaf_turning_days, leaf_verdict
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, FactValue, Vocabulary

Known = Mapping[str, FactValue | None]


class Truth:
    """The verdict: ALL is the minimum, ANY the maximum."""

    def __init__(self, known: Known, day: Day) -> None:
        self.known = known
        self.day = day

    def test(self, leaf: Test) -> Verdict:
        return leaf_verdict(leaf, self.known.get(leaf.fact), self.day)

    def all(self, parts: Sequence[Verdict]) -> Verdict:
        return min(parts, default=Verdict.YES)

    def any(self, parts: Sequence[Verdict]) -> Verdict:
        return max(parts, default=Verdict.NO)


class _Ceiling(Truth):
    """The best that time alone could bring: a leaf that time can change counts as holding."""

    def test(self, leaf: Test) -> Verdict:
        if leaf_turning_days(leaf, self.known.get(leaf.fact), self.day):
            return Verdict.YES
        return super().test(leaf)


class _ToConfirm:
    """With the verdict, the notes of those leaves that make a person look."""

    def __init__(self, known: Known, day: Day) -> None:
        self.truth = Truth(known, day)

    def test(self, leaf: Test) -> tuple[Verdict, tuple[str, ...]]:
        verdict = self.truth.test(leaf)
        return verdict, (leaf.confirm_note,) if verdict is Verdict.CONFIRM and leaf.confirm_note else ()

    def all(self, parts: Sequence[tuple[Verdict, tuple[str, ...]]]) -> tuple[Verdict, tuple[str, ...]]:
        return self._of(self.truth.all([verdict for verdict, _ in parts]), parts)

    def any(self, parts: Sequence[tuple[Verdict, tuple[str, ...]]]) -> tuple[Verdict, tuple[str, ...]]:
        return self._of(self.truth.any([verdict for verdict, _ in parts]), parts)

    def _of(
        self, verdict: Verdict, parts: Sequence[tuple[Verdict, tuple[str, ...]]]
    ) -> tuple[Verdict, tuple[str, ...]]:
        if verdict is not Verdict.CONFIRM:
            return verdict, ()
        notes = [note for part, found in parts if part is Verdict.CONFIRM for note in found]
        return verdict, tuple(dict.fromkeys(notes))


def verdict_of(rule: Rule, known: Known, day: Day) -> Verdict:
    """The verdict of a rule for completed answers."""
    return fold(rule, Truth(known, day))


def confirm_reasons(rule: Rule, known: Known, day: Day) -> tuple[str, ...]:
    """Why a person must look; empty unless the verdict is CONFIRM."""
    return fold(rule, _ToConfirm(known, day))[1]


def first_day(rule: Rule, vocabulary: Vocabulary, answers: Answers, day: Day) -> date | None:
    """The first day after today on which a rule that is NO holds, if nothing changes but the date."""
    return _first_with(Verdict.CONFIRM, rule, vocabulary, answers, day)


def open_from(rule: Rule, vocabulary: Vocabulary, answers: Answers, day: Day) -> date | None:
    """The first day after today on which a rule that is NO is NO no more: it may hold, if what is not known does."""
    return _first_with(Verdict.UNKNOWN, rule, vocabulary, answers, day)


def _first_with(
    least: Verdict, rule: Rule, vocabulary: Vocabulary, answers: Answers, day: Day
) -> date | None:
    known = complete(vocabulary, answers, day)
    if verdict_of(rule, known, day) is not Verdict.NO:
        return None
    changing = _derived_turning_days(vocabulary, answers, known, day)
    if not changing and fold(rule, _Ceiling(known, day)) < least:
        return None
    turns = {turn for leaf in leaves(rule) for turn in leaf_turning_days(leaf, known.get(leaf.fact), day)}
    for turn in sorted(turns.union(changing)):
        if turn > day.today and _verdict_on(turn, rule, vocabulary, answers, day) >= least:
            return turn
    return None


def waits_for(rule: Rule, known: Known, day: Day, turn: date) -> Test | None:
    """The leaf that turns on that day: what time alone still has to bring."""
    return next(
        (leaf for leaf in leaves(rule) if turn in leaf_turning_days(leaf, known.get(leaf.fact), day)), None
    )


def _verdict_on(turn: date, rule: Rule, vocabulary: Vocabulary, answers: Answers, day: Day) -> Verdict:
    then = Day(turn, day.labour_age)
    return verdict_of(rule, complete(vocabulary, answers, then), then)


def _derived_turning_days(vocabulary: Vocabulary, answers: Answers, known: Known, day: Day) -> set[date]:
    return {
        turn
        for _, derivation in vocabulary.derivations
        for turn in DERIVATIONS[derivation.function].turning_days(
            [answers.get(name, known.get(name)) for name in derivation.inputs], day
        )
    }

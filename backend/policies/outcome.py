"""What a self-check led to, in words: why, by which article, and what helps now. Never a promise."""

from collections.abc import Iterator
from datetime import date

from backend.core.unit import Unit
from backend.policies.days import day_words
from backend.policies.shapes import citation
from backend.rules import Assessment, CategoryFinding, Finding, Pack, Verdict
from contract import policy as shape
from locales import Translate, translator

APPLY_FROM = Verdict.UNKNOWN
"""From this verdict on one may apply: what we do not know, the office finds out."""


def outcome(unit: Unit, pack: Pack, assessment: Assessment) -> shape.Outcome:
    """The assessment as a result to read. ``pack`` speaks the caller's language, as the assessment does."""
    _ = translator("citizen", unit.language)
    return _Words(unit, pack, assessment, _).outcome()


def eligible(assessment: Assessment) -> tuple[str, ...]:
    """The categories one may apply for, in the pack's order."""
    return tuple(found.id for found in assessment.categories if found.verdict >= APPLY_FROM)


def fitting(assessment: Assessment) -> tuple[str, ...]:
    """The categories ticked before being asked: those that fit, else those that are still open."""
    fits = tuple(found.id for found in assessment.categories if found.verdict >= Verdict.CONFIRM)
    return fits or eligible(assessment)


class _Words:
    """One result being put into words."""

    def __init__(self, unit: Unit, pack: Pack, assessment: Assessment, gettext: Translate) -> None:
        self.unit = unit
        self.pack = pack
        self.assessment = assessment
        self._ = gettext

    def day(self, day: date) -> str:
        return day_words(self.unit.language, day)

    def outcome(self) -> shape.Outcome:
        found = self.assessment
        return shape.Outcome(
            verdict=found.verdict.word,
            as_of=self.day(found.as_of),
            preconditions=tuple(map(self.finding, found.preconditions)),
            categories=tuple(map(self.category, found.categories)),
            next_steps=tuple(self.next_steps()),
            can_apply=found.verdict >= APPLY_FROM,
            document=f"{self.pack.title}（{self.pack.number}）",
            disclaimer=self._("这是自测结果，不是认定决定。以经办机构审核为准。"),
        )

    def finding(self, found: Finding) -> shape.Finding:
        return shape.Finding(
            id=found.id,
            label=found.label,
            verdict=found.verdict.word,
            answer="" if found.answer == self.pack.vocabulary.words.unanswered else found.answer,
            required=found.required,
            citation=citation(self.pack, found.citation_id),
            note=found.note,
        )

    def category(self, found: CategoryFinding) -> shape.CategoryOutcome:
        category = self.pack.category(found.id)
        return shape.CategoryOutcome(
            id=found.id,
            name=found.name,
            verdict=found.verdict.word,
            summary=self.summary(found),
            findings=tuple(map(self.finding, found.findings)),
            citation=citation(self.pack, category.citation_id),
            first_day=self.first_day(found),
            notices=found.notices,
        )

    def summary(self, found: CategoryFinding) -> str:
        """One sentence: why, with the article."""
        if found.verdict is Verdict.YES:
            article = self.pack.citations[self.pack.category(found.id).citation_id].article
            return self._("可能符合{article}的条件。").format(article=article)
        if found.verdict is Verdict.CONFIRM:
            return self._("可能符合，需要核实：{reason}").format(reason=self.reason(found))
        if found.verdict is Verdict.UNKNOWN:
            return self._("还不能判断：{label}不清楚（{article}）。").format(**self.weakest(found))
        return self._("暂不符合。{label}要求：{required}（{article}）。").format(**self.weakest(found))

    def reason(self, found: CategoryFinding) -> str:
        return " ".join(found.confirm_reasons) or self._("由工作人员看一看。")

    def weakest(self, found: CategoryFinding) -> dict[str, str]:
        """The condition the verdict hangs on; the common ones come first, as people can often mend them."""
        conditions = (*self.assessment.preconditions, *found.findings)
        at_fault = next(one for one in conditions if one.verdict is min(one.verdict for one in conditions))
        article = self.pack.citations[at_fault.citation_id].article
        return {"label": at_fault.label, "required": at_fault.required, "article": article}

    def first_day(self, found: CategoryFinding) -> str:
        """满足“…”的日期是…, where nothing but time is missing."""
        if found.first_day is None:
            return ""
        conditions = (*self.assessment.preconditions, *found.findings)
        waiting = next((one for one in conditions if one.first_day == found.first_day), None)
        words = self._("满足“{required}”的日期是{day}。")
        return words.format(
            required=waiting.required if waiting else found.name, day=self.day(found.first_day)
        )

    def next_steps(self) -> Iterator[str]:
        """What to do now, the most helpful first; ends with whom to ask, so it is never empty."""
        if self.pack.expired(self.unit.today):
            yield self._("这份文件的有效期已经届满，请先打{telephone}核实。").format(
                telephone=self.pack.telephone
            )
        yield from self.about_applying()
        yield from self.to_mend()
        yield from self.another_day()
        yield from self.assessment.notices
        if self.assessment.verdict is Verdict.NO:
            yield self._("找工作、职业指导和培训信息，对求职的人都免费。")
        yield self._("想问清楚，可以打{telephone}，或到街道（乡镇）人社站所当面问。").format(
            telephone=self.pack.telephone
        )

    def about_applying(self) -> Iterator[str]:
        if self.assessment.verdict >= Verdict.CONFIRM:
            yield self._("您可以继续申请：填表、传材料，全程免费。")
        elif self.assessment.verdict is Verdict.UNKNOWN:
            yield self._("不清楚的地方由经办机构核实，您也可以先申请。")

    def to_mend(self) -> Iterator[str]:
        """The advice that belongs to each common condition which stands against the person."""
        worst = min(Verdict.UNKNOWN, self.assessment.verdict)
        at_fault = (found for found in self.assessment.preconditions if found.verdict <= worst)
        yield from dict.fromkeys(found.note for found in at_fault if found.note)

    def another_day(self) -> Iterator[str]:
        for found in self.assessment.categories:
            if found.first_day:
                yield self._("{day}起，您可能符合{name}的条件。到时请再来自测。").format(
                    day=self.day(found.first_day), name=found.name
                )

"""What a self-check led to, in words: why, by which article, and what helps now. Never a promise."""

from collections.abc import Iterator
from datetime import date

from backend.core.unit import Unit
from backend.policies.days import day_words
from backend.policies.shapes import citation
from backend.rules import (
    Answers,
    Assessment,
    CategoryFinding,
    Condition,
    Cure,
    Finding,
    Pack,
    Verdict,
    assess,
    cured,
    earliest_days,
    in_the_way,
    near_misses,
    to_cure,
)
from backend.rules.derivations import Day
from backend.rules.interview import soon
from backend.rules.reasons import waits_for
from backend.staff.service import find_office
from contract import policy as shape
from locales import Translate, translator

HUKOU = "person.hukou_code"
"""The fact that tells the district of the hukou."""

APPLY_FROM = Verdict.UNKNOWN
"""From this verdict on one may apply: what we do not know, the office finds out."""


def outcome(unit: Unit, pack: Pack, answers: Answers) -> shape.Outcome:
    """How a finished self-check came out, to read. ``pack`` speaks the caller's language."""
    _ = translator("citizen", unit.language)
    return _Words(unit, pack, answers, _).outcome()


def eligible(pack: Pack, assessment: Assessment, least: Verdict = APPLY_FROM) -> tuple[str, ...]:
    """The categories one may apply for, in the pack's order; none that come about without being asked."""
    return tuple(
        found.id for found in assessment.categories if found.id in pack.applicable and found.verdict >= least
    )


def standings(pack: Pack, assessment: Assessment) -> dict[str, str]:
    """How each category one can apply for stands, as people are told: yes, open or no."""
    words = {Verdict.NO: "no", Verdict.YES: "yes"}
    return {
        found.id: words.get(found.verdict, "open") for found in assessment.categories if found.id in pack.applicable
    }


def within_reach(pack: Pack, answers: Answers, today: date) -> tuple[str, ...]:
    """The categories one may apply for now, or as soon as something is put right that can be."""
    mended = eligible(pack, assess(pack, cured(pack, answers, today), today))
    near = {id for id, miss in near_misses(pack, answers, today).items() if miss.since is None}
    return tuple(id for id in pack.applicable if id in mended or id in near)


def waiting_days(pack: Pack, answers: Answers, today: date) -> dict[str, date]:
    """The categories that time alone may bring before long, each with its first day."""
    misses = near_misses(pack, answers, today)
    return {id: miss.since for id, miss in misses.items() if miss.since and not miss.changes}


def fitting(pack: Pack, assessment: Assessment) -> tuple[str, ...]:
    """The categories ticked before being asked: those that fit, else those that are still open."""
    return eligible(pack, assessment, Verdict.CONFIRM) or eligible(pack, assessment)


class _Words:
    """One result being put into words: how things stand, and how they would once something is put right.

    ``then`` is how it comes out after every cure: the very same where there is nothing to cure.
    """

    def __init__(self, unit: Unit, pack: Pack, answers: Answers, gettext: Translate) -> None:
        self.unit = unit
        self.pack = pack
        self.answers = answers
        self.assessment = assess(pack, answers, unit.today)
        self.cures = to_cure(pack, answers, unit.today)
        after = cured(pack, answers, unit.today)
        self.then = assess(pack, after, unit.today) if self.cures else self.assessment
        self.near = near_misses(pack, answers, unit.today)
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
            next_steps=tuple(dict.fromkeys(self.next_steps())),
            can_remind=any(miss.since and not miss.changes for miss in self.near.values()),
            can_apply=bool(eligible(self.pack, found)),
            document=self._("{title}（{number}）").format(title=self.pack.title, number=self.pack.number),
            disclaimer=self._("这是自测结果，不是认定决定。以经办机构审核为准。"),
            validity_note=self.pack.validity_notice(self.unit.today),
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

    def category(self, now: CategoryFinding) -> shape.CategoryOutcome:
        changed = self.changed(now.id)
        then = _category(changed, now.id)
        return shape.CategoryOutcome(
            id=now.id,
            name=now.name,
            verdict=now.verdict.word,
            summary=self.summary(changed, then),
            findings=tuple(map(self.finding, now.findings)),
            citation=citation(self.pack, self.pack.category(now.id).citation_id),
            first_day=self.first_day(changed, then),
            notices=then.notices,
            once_mended=then.verdict.word if changed is not self.assessment else None,
            automatic=self.automatically(now.id),
        )

    def automatically(self, category_id: str) -> str:
        """How this category comes about without being asked, with its article; empty where one applies."""
        way = self.pack.automatic
        if way is None or category_id in self.pack.applicable:
            return ""
        article = self.pack.citations[way.citation_id].article
        return self._("{note}（{article}）").format(note=way.note, article=article)

    def changed(self, category_id: str) -> Assessment:
        """How it comes out once the least is done that helps this category, or else whatever can be put right."""
        miss = self.near.get(category_id)
        if miss is None:
            return self.then
        return assess(self.pack, miss.answers, self.unit.today) if miss.changes else self.assessment

    def summary(self, changed: Assessment, then: CategoryFinding) -> str:
        """One sentence beside the verdict: why, with the article; what would be, where a change brings it."""
        article = self.pack.citations[self.pack.category(then.id).citation_id].article
        if then.verdict is Verdict.YES:
            return self.once(then.id, self._("您可能符合{article}。").format(article=article))
        if then.verdict is Verdict.CONFIRM:
            words = self._("您可能符合{article}，需要核实：{reason}")
            return self.once(then.id, words.format(article=article, reason=self.reason(then)))
        if then.verdict is Verdict.UNKNOWN:
            words = self._("还不能判断：{label}不清楚（{article}）。")
            return self.once(then.id, words.format(**self.weakest(changed, then)))
        return self._("{article}的要求：{required}。").format(**self.weakest(changed, then))

    def once(self, category_id: str, words: str) -> str:
        """办好失业登记后，…, where something has to be put right first."""
        miss = self.near.get(category_id)
        done = [change.done for _, change in miss.changes] if miss else [cure.done for cure in self.curing()]
        joined = self.pack.vocabulary.words.joint.join(done)
        return self._("{done}后，{words}").format(done=joined, words=words) if done else words

    def curing(self) -> Iterator[Cure]:
        return (condition.cure for condition in self.cures if condition.cure)

    def reason(self, found: CategoryFinding) -> str:
        return " ".join(found.confirm_reasons) or self._("由工作人员看一看。")

    def weakest(self, changed: Assessment, found: CategoryFinding) -> dict[str, str]:
        """The condition the verdict hangs on; the common ones come first, as people can often mend them."""
        conditions = (*changed.preconditions, *found.findings)
        at_fault = next(one for one in conditions if one.verdict is min(one.verdict for one in conditions))
        article = self.pack.citations[at_fault.citation_id].article
        return {"label": at_fault.label, "required": at_fault.required, "article": article}

    def first_day(self, changed: Assessment, found: CategoryFinding) -> str:
        """2027年3月5日起满40周岁, where nothing but time is missing."""
        if found.first_day is None:
            return ""
        circumstances = Day(self.unit.today, self.pack.labour_age)
        leaf = waits_for(self.pack.rules[found.id], changed.answers, circumstances, found.first_day)
        if leaf is not None and leaf.operator == "age_at_least":
            words = self._("您满{age}周岁的日期是{day}。")
            return words.format(age=leaf.operand, day=self.day(found.first_day))
        words = self._("满足条件的日期是{day}。").format(day=self.day(found.first_day))
        # Unlike a birthday, this day moves with the day on which something is put right.
        return words if changed is self.assessment else self._("按今天办好计算，{words}").format(words=words)

    def next_steps(self) -> Iterator[str]:
        """What to do now, the most helpful first; ends with whom to ask, so it is never empty."""
        yield from self.about_applying()
        yield from self.to_mend()
        yield from self.another_day()
        yield from self.notices()
        if self.then.verdict is Verdict.NO:
            yield self._("找工作、职业指导和培训信息，对求职的人都免费。")
        yield self._("想问清楚，可以打{telephone}，或到街道（乡镇）人社站所当面问。").format(
            telephone=self.pack.telephone
        )
        for contact in self.pack.contacts:
            words = self._("{name}：{telephone}（{note}）。")
            yield words.format(name=contact.name, telephone=contact.telephone, note=contact.note)

    def notices(self) -> Iterator[str]:
        """What is told beside the whole result; that the term has ended stands above it already."""
        validity = self.pack.validity_notice(self.unit.today)
        yield from (notice for notice in self.assessment.notices if notice != validity)

    def about_applying(self) -> Iterator[str]:
        if eligible(self.pack, self.assessment, Verdict.CONFIRM):
            yield self._("您可以继续申请：填表、传材料，全程免费。")
        elif eligible(self.pack, self.assessment):
            yield self._("不清楚的地方由经办机构核实，您也可以先申请。")
        else:
            yield from self.to_change()
        yield from self.without_applying()

    def to_change(self) -> Iterator[str]:
        """How to put right what would help, and what to do here afterwards."""
        helps = self.near or self.then.verdict >= APPLY_FROM
        yield from (condition.notes[Verdict.NO] for condition in self.in_the_way() if helps)
        if within_reach(self.pack, self.answers, self.unit.today):
            yield self._("办好后回到这里，把回答改成新的情况，就可以接着申请。")

    def in_the_way(self) -> Iterator[Condition]:
        """The conditions that a change would meet and that say how to go about it."""
        for category_id, miss in self.near.items():
            category = self.pack.category(category_id)
            for condition in in_the_way(self.pack, category, miss, self.answers, self.unit.today):
                if Verdict.NO in condition.notes:
                    yield condition
        yield from self.cures

    def without_applying(self) -> Iterator[str]:
        """What fits and comes about by itself: how, what to bring, and which office to ask."""
        way, found = self.pack.automatic, self.by_itself(Verdict.CONFIRM)
        if not found and not eligible(self.pack, self.then):
            found = self.by_itself(APPLY_FROM)
        if way is None or not found:
            return
        words = self._("{name}不用申请：{how}")
        names = self._("、").join(one.name for one in found)
        yield words.format(name=names, how=self.automatically(found[0].id))
        if way.bring and eligible(self.pack, self.assessment):
            # For what is applied for there is a list; this is about what comes by itself.
            yield self._("自动认定的这一类，{bring}").format(bring=way.bring)
        elif way.bring:
            yield way.bring
        yield self.where_to_register()

    def by_itself(self, least: Verdict) -> list[CategoryFinding]:
        applicable = self.pack.applicable
        return [one for one in self.then.categories if one.id not in applicable and one.verdict >= least]

    def where_to_register(self) -> str:
        """The agency of the district the person named, to ask for the office nearby; else the telephone alone."""
        area = self.assessment.answers.get(HUKOU)
        office = find_office(self.unit, area) if isinstance(area, str) else None
        if office is None:
            words = self._("在哪里办，可以打{telephone}问。")
            return words.format(telephone=self.pack.telephone)
        words = self._("在哪里办，可以问{office}，电话{telephone}。")
        return words.format(office=office.name, telephone=office.telephone or self.pack.telephone)

    def to_mend(self) -> Iterator[str]:
        """The advice that belongs to each common condition which stands against the person."""
        worst = min(Verdict.UNKNOWN, self.then.verdict)
        at_fault = (found for found in self.then.preconditions if found.verdict <= worst)
        yield from dict.fromkeys(found.note for found in at_fault if found.note)

    def another_day(self) -> Iterator[str]:
        """The days that time alone brings; of one too far off to be reminded of, that there is no reminder."""
        days: list[date] = []
        for category_id in self.pack.rules:
            found = _category(self.changed(category_id), category_id)
            if found.first_day:
                words = self._("{day}起，您可能符合{name}的条件。到时请再来自测。")
                yield self.once(found.id, words.format(day=self.day(found.first_day), name=found.name))
                days.append(found.first_day)
        if not days and self.then.verdict is Verdict.NO:
            for day, names in self.earliest().items():
                words = self._("最早要到{day}，才可能符合{name}的条件，到时还要看其他条件。")
                yield words.format(day=self.day(day), name=self.pack.vocabulary.words.joint.join(names))
                days.append(day)
        if days and min(days) > soon(Day(self.unit.today, self.pack.labour_age)).today:
            yield self._("日子还远，规定可能会变，所以不设提醒。请您自己记下。")

    def earliest(self) -> dict[date, list[str]]:
        """The days on which time alone leaves a category open again, soonest first, each with its categories."""
        after = self.then.answers
        found = earliest_days(self.pack, after, self.unit.today)
        by_day: dict[date, list[str]] = {}
        for category_id, day in sorted(found.items(), key=lambda one: one[1]):
            by_day.setdefault(day, []).append(self.pack.category(category_id).name)
        return by_day


def _category(assessment: Assessment, category_id: str) -> CategoryFinding:
    return next(found for found in assessment.categories if found.id == category_id)

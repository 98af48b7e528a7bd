"""Which questions one person is asked, answered or not, in the order of a conversation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from backend.applications.asked_places import places_asked
from backend.applications.asks import (
    AGAIN,
    CHANGED,
    COUNTED,
    NATURAL_ORDER,
    OTHER,
    OTHER_LONGEST,
    Ask,
    Known,
    category_field,
    name_field,
)
from backend.policies.outcome import eligible, fitting
from backend.rules import Field, checklist
from locales import Translate

CHANGED_LONGEST = 300


def asks(known: Known, _: Translate) -> tuple[Ask, ...]:
    """Everything this person is asked, answered or not, in order."""
    return tuple(_Asking(known, _).all())


class _Asking:
    def __init__(self, known: Known, gettext: Translate) -> None:
        self.known = known
        self.pack = known.pack
        self.boxes = category_field(known.pack)
        self.name = name_field(known.pack).id
        self._ = gettext

    def all(self) -> Iterator[Ask]:
        for item in self.fields():
            if item.kind == "image" and AGAIN in self.known.form:
                yield self.changed()
            if item.kind == "address":
                yield from places_asked(self.known, item, self.why(item), self._)
            else:
                yield from self.plain(item)

    def fields(self) -> Sequence[Field]:
        """The fields a citizen fills in; the first of the annex, the name, stays first."""
        own = [item for item in self.pack.form.fields if item.filled_by == "citizen"]
        return own[:1] + sorted(own[1:], key=lambda item: NATURAL_ORDER.index(item.kind))

    def plain(self, item: Field) -> Iterator[Ask]:
        known = bool(item.fact) and self.known.answers.get(item.fact) is not None
        if known and item.kind not in ("id_number", "date"):
            return
        if item.id == self.boxes.id:
            yield from self.categories(item)
            yield from self.persons()
            return
        yield self.ask(item)
        if OTHER in self.known.form.get(item.id, ()) and item.kind == "choices":
            yield self.other(item)

    def ask(self, item: Field) -> Ask:
        return Ask(
            id=item.id,
            kind="name" if item.id == self.name else item.kind,
            label=item.label,
            text=self.question(item),
            why=self.why(item),
            options=item.options,
            # A photo can still be glued on at the counter; nobody must fail for want of one.
            optional=not item.required or item.kind == "image",
            example=item.example,
            longest=item.longest or 100,
            exactly=item.exactly,
            unsure=item.unsure,
        )

    def question(self, item: Field) -> str:
        words = {
            "choice": self._("您的{label}是？"),
            "choices": self._("您有哪些{label}？"),
            "image": self._("请发一张本人的照片。没有也可以先跳过，到窗口再补。"),
            "date": self._("您的{label}是哪一天？"),
        }.get(item.kind, self._("请告诉我您的{label}。"))
        return "\n".join(filter(None, (words.format(label=self.spoken(item)), item.hint)))

    def spoken(self, item: Field) -> str:
        """The label as one would say it: the annex prints 婚否, nobody asks so."""
        return item.spoken or item.label

    def why(self, item: Field) -> str:
        if item.kind == "id_number":
            stage = self.pack.stages[0]
            article = self.pack.citations[stage.citation_id].article
            return self._("{stage}时要用它核对信息（{article}）。").format(stage=stage.name, article=article)
        if item.kind == "phone":
            return self._("工作人员核实情况时联系您。")
        return self._("这是申请表的第{number}项。").format(number=item.number)

    def categories(self, item: Field) -> Iterator[Ask]:
        """Asked only where there is a choice; everything that may fit can be ticked, nothing else."""
        open_to = eligible(self.pack, self.known.assessment)
        if len(open_to) > 1:
            options = tuple(option for option in item.options if option.value in open_to)
            ask = replace(self.ask(item), preset=fitting(self.pack, self.known.assessment))
            yield replace(ask, options=options, text=self._("您想按哪几类申请？已按自测结果勾好。"))

    def persons(self) -> Iterator[Ask]:
        """How many persons a paper is wanted of, where that paper is wanted (GZ-16)."""
        open_to = eligible(self.pack, self.known.assessment)
        chosen = open_to if len(open_to) <= 1 else self.known.form.get(self.boxes.id, ())
        uncounted = {k: v for k, v in self.known.answers.items() if not self.known.form.get(COUNTED + k)}
        for item in checklist(self.pack, chosen, uncounted):
            if item.each and item.needed and item.each.fact not in uncounted:
                fact = self.pack.vocabulary[item.each.fact]
                article = self.pack.citations[item.citation_id].article
                yield Ask(
                    id=COUNTED + fact.id,
                    kind="choice",
                    label=fact.label,
                    text="\n".join((fact.question, fact.help)),
                    why=self._("{why}（{article}）").format(why=fact.why, article=article),
                    options=fact.options,
                )

    def changed(self) -> Ask:
        """Who applies again says what is different now (XY-40)."""
        article = self.pack.citations[self.pack.waiting_citation].article
        return Ask(
            id=CHANGED,
            kind="text",
            label=self._("情况变化"),
            text=self._("上次认定已经退出。现在情况有什么变化？请用一两句话说明。"),
            why=self._("再次申请要说明情况的变化（{article}）。").format(article=article),
            example=self._("重新失业了，已经登记"),
            longest=CHANGED_LONGEST,
        )

    def other(self, item: Field) -> Ask:
        return Ask(
            id=f"{item.id}_{OTHER}",
            kind="text",
            label=self._("{label}（其他）").format(label=item.label),
            text=self._("您还有什么别的愿望？请用一句话写下来。"),
            why=self._("这是申请表的第{number}项。").format(number=item.number),
            optional=True,
            longest=OTHER_LONGEST,
        )

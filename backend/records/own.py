"""What offices keep about a recognised person as own data: told, copied, and why none of it goes when she asks (S30).

Offices have to keep it, so it stays: 个人信息保护法 第十三条第一款第（三）项 and 第四十七条.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from backend.applications.events import OwnDataAsked
from backend.assistance import acts, checks, ledger, months, plans
from backend.assistance.entries import policy_of
from backend.assistance.models import ServiceAct, SubsidyGrant
from backend.core.unit import Unit
from backend.matching.models import Referral
from backend.matching.referrals import OUTCOMES
from backend.people import stepping_in
from backend.policies.days import day_words
from backend.registry import contacts, exit_notices, exit_papers, refusals
from backend.registry.models import BasisLapse, Entry, ExitProposal
from backend.registry.service import STATES
from backend.rules import add_months
from backend.vacancies.models import Employer, Placement, Vacancy
from contract.application import Held
from locales import translator


def tell(unit: Unit, event: OwnDataAsked) -> None:
    """The register and all that was done under it, each with why it stays and how long."""
    entries = unit.session.scalars(
        select(Entry).where(Entry.account_id.in_(stepping_in.own_accounts(unit))).order_by(Entry.id)
    ).all()
    told = _Told(unit, event, entries)
    if entries:
        told.register()
        told.help()
        told.subsidies()
    told.referrals()


class _Told:
    """Adds to what is told, kind by kind."""

    def __init__(self, unit: Unit, event: OwnDataAsked, entries: Sequence[Entry]) -> None:
        self.unit, self.event, self.entries = unit, event, entries
        self.ids = [entry.id for entry in entries]
        self._, self.label = translator("citizen", unit.language), translator("notices", unit.language)
        self.until = self._("文件没有写保存几年，可以打{telephone}问。").format(
            telephone=unit.services.settings.telephone
        )

    def register(self) -> None:
        _ = self._
        numbers = _("、").join(dict.fromkeys(str(policy_of(self.unit, entry).number) for entry in self.entries))
        why = _(
            "名册和退出记录是{document}要求的实名制管理，经办机构依法留存（个人信息保护法第十三条第一款第（三）项），不能删除。"
        ).format(document=numbers)
        title = _("就业困难人员名册：{count}条登记").format(count=len(self.entries))
        self._hold("register", title, why, [line for entry in self.entries for line in self._entry(entry)])

    def help(self) -> None:
        """Services, visits and checks, plans, contacts, refusals."""
        done = [
            [line for entry in self.entries for line in lines(entry)]
            for lines in (self._acts, self._checks, self._plans, self._contacts, self._refusals)
        ]
        if any(done):
            _ = self._
            counts = dict(zip(("acts", "checks", "plans", "contacts", "refusals"), map(len, done), strict=True))
            title = _("帮扶记录：服务{acts}条、走访调查{checks}条、计划{plans}份、联络{contacts}条、拒绝服务{refusals}条")
            title = title.format(**counts)
            why = _("是经办机构履行帮扶职责的台账，依法留存（个人信息保护法第十三条第一款第（三）项），不能删除。")
            self._hold("help", title, why, [line for lines in done for line in lines])

    def subsidies(self) -> None:
        _ = self._
        grants = self._rows(SubsidyGrant)
        lines = [self._grant(row) for row in grants] + [self._placement(row) for row in self._rows(Placement)]
        if lines:
            why = _("是发放财政补贴和安置岗位的凭证，由经办机构按档案规定保存，不能删除。")
            self._hold("subsidy", _("补贴和岗位安置：{count}条").format(count=len(lines)), why, lines)

    def referrals(self) -> None:
        _ = self._
        hers = Referral.account_id.in_(stepping_in.own_accounts(self.unit)) | Referral.entry_id.in_(self.ids)
        rows = self.unit.session.scalars(select(Referral).where(hers).order_by(Referral.id)).all()
        if rows:
            why = _("是经办机构推荐岗位的工作记录，办结后仍留存备查，不能删除。")
            title = _("岗位推荐和意向：{count}条").format(count=len(rows))
            self._hold("referral", title, why, [self._referral(row) for row in rows])

    def _hold(self, kind: Any, title: str, why: str, lines: list[str]) -> None:
        self.event.items.append(Held(kind=kind, title=title, why=why + self.until, erasable=False))
        self.event.lines.extend(("\n" + title, *lines))

    def _rows(self, table: Any) -> Sequence[Any]:
        wanted = select(table).where(table.entry_id.in_(self.ids)).order_by(table.id)
        return self.unit.session.scalars(wanted).all()

    def _day(self, day: Any) -> str:
        return str(day_words(self.unit.language, day))

    def _entry(self, entry: Entry) -> Iterator[str]:
        _, pack = self._, policy_of(self.unit, entry)
        names = _("、").join(str(pack.category(one).name) for one in entry.bases)
        recognised = _("{day}认定").format(day=self._day(entry.recognised_on))
        yield " ".join((entry.number, names, recognised, self.label(STATES[entry.state])))
        lapses = select(BasisLapse).where(BasisLapse.entry_id == entry.id).order_by(BasisLapse.lapsed_on)
        for lapse in self.unit.session.scalars(lapses):
            name = str(pack.category(lapse.category).name)
            yield _("{name}：{day}起不再保留").format(name=name, day=self._day(lapse.lapsed_on))
        proposals = select(ExitProposal).where(ExitProposal.entry_id == entry.id).order_by(ExitProposal.id)
        for one in self.unit.session.scalars(proposals):
            yield from self._exit(entry, one)

    def _exit(self, entry: Entry, one: ExitProposal) -> Iterator[str]:
        _ = self._
        pack = self.unit.services.catalogue.version(entry.pack, one.pack_version) or policy_of(self.unit, entry)
        ground = pack.exit_ground(one.ground)
        state = {
            "open": _("正在处理"),
            "confirmed": _("已审定退出"),
            "refused": _("已审定不退出"),
            "overtaken": _("不再审定"),
        }[one.state]
        label = str(getattr(ground.terms(one.reason), "label", ground.label))
        yield _("退出：{ground}，{day}，{state}").format(ground=label, day=self._day(one.effective_on), state=state)
        told = {
            _("告诉您的情况"): exit_papers.told_of(self.unit, one),
            _("证据"): exit_papers.evidence_of(self.unit, one),
            _("您的说明"): exit_papers.reply_of(self.unit, one),
            _("审定的理由"): exit_papers.note_of(self.unit, one),
        }
        yield from (f"{what}：{words}" for what, words in told.items() if words)
        for notice in exit_notices.of_proposal(self.unit, one):
            if notice.told_on:
                way, whom = self.label(exit_notices.WAYS[notice.way]), exit_notices.whom_of(self.unit, notice)
                words = _("怎样告知您的：{day}，{way}，{whom}")
                yield words.format(day=self._day(notice.told_on), way=way, whom=whom)

    def _acts(self, entry: Entry) -> Iterator[str]:
        wanted = select(ServiceAct).where(ServiceAct.entry_id == entry.id).order_by(ServiceAct.done_on, ServiceAct.id)
        for act in self.unit.session.scalars(wanted):
            line, content = ledger.line(self.unit, act), acts.opened(self.unit, act)
            words = (line.kind, *content["offered"], content["place"], line.outcome, content.get("notes", ""))
            yield f"{self._day(act.done_on)}：{' '.join(filter(None, words))}"

    def _checks(self, entry: Entry) -> Iterator[str]:
        for one in checks.checks(self.unit, entry):
            words = (one.channel, one.work, one.training, one.source, one.findings)
            yield f"{self._day(one.done_on)}：{' '.join(filter(None, words))}"

    def _plans(self, entry: Entry) -> Iterator[str]:
        for plan in plans.plans(self.unit, entry):
            steps = self._("；").join(step.what for step in plan.steps)
            yield self._("援助计划（{day}）：{goal} {steps}").format(
                day=self._day(plan.made_on), goal=plan.goal, steps=steps
            )

    def _contacts(self, entry: Entry) -> Iterator[str]:
        _ = self._
        for one in contacts.attempts_of(self.unit, entry):
            reached = _("联系上了") if one.reached else _("没有联系上")
            words = (self.label(contacts.CHANNELS[one.channel]), reached, contacts.note_of(self.unit, one))
            yield f"{self._day(one.on)}：{' '.join(filter(None, words))}"

    def _refusals(self, entry: Entry) -> Iterator[str]:
        for one in refusals.refusals_of(self.unit, entry):
            told = refusals.words_of(self.unit, one)
            judged = {"recorded": self._("待核定"), "counted": self._("计入"), "justified": self._("不计入")}[one.state]
            words = (self.label(refusals.OFFERS[one.offer]), told["what"], told["reason"], judged, told.get("why", ""))
            yield self._("拒绝服务（{day}）：{words}").format(
                day=self._day(one.refused_on), words=" ".join(filter(None, words))
            )

    def _grant(self, row: SubsidyGrant) -> str:
        entry = next(one for one in self.entries if one.id == row.entry_id)
        labels = {one.id: str(one.label) for one in policy_of(self.unit, entry).subsidies}
        last = months.of(add_months(row.first_month, row.months - 1))
        annulled = " " + self._("已撤销") if row.annulled_at else ""
        return f"{labels.get(row.subsidy, row.subsidy)} {months.of(row.first_month)} — {last}{annulled}"

    def _placement(self, row: Placement) -> str:
        title = self.unit.session.get_one(Vacancy, row.vacancy_id).title
        return f"{title} {self._day(row.starts_on)} — {self._day(row.ended_on or row.until)}"

    def _referral(self, row: Referral) -> str:
        post = self.unit.session.get_one(Vacancy, row.vacancy_id)
        employer = self.unit.session.get_one(Employer, post.employer_id).name
        source = self._("您有意向") if row.source == "wish" else self._("经办机构推荐")
        outcome = self.label(OUTCOMES[row.outcome]) if row.outcome else self._("还没有结果")  # type: ignore[index]
        return f"{self._day(row.created_at)}：{employer} {post.title} {source} {outcome}"

"""The posts somebody is shown in the chat, three at a time, and what comes of what she says to them (XY-79)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, select

from backend.applications.whereabouts import wishes_of
from backend.assistance import entries
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.matching import referrals
from backend.matching.board import city_of_area, entry_of_account, post_of, posts_of_city, seeker
from backend.matching.scoring import CITY_CODE, Fit, Seeker, best_posts, scored
from backend.matching.words import UNFIT, besides, reasons
from backend.people import job_places, job_wishes
from backend.people.consent import jobs_consent, place_consent
from backend.people.job_models import JobAnswer
from backend.people.service import Speaker, account_of, ensure_account
from backend.registry.models import Entry
from backend.rules.exits import excuse_of
from backend.vacancies.employers import contact_of
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.occupations import classification
from backend.vacancies.queries import hours_words, is_visible, state_on, wage_words
from contract.application import ConsentText
from contract.jobs import (
    AnswerJob,
    Job,
    JobAnswered,
    JobChoice,
    JobForm,
    JobQuestion,
    Jobs,
    KeepPlace,
    KeepWishes,
)
from locales import Translate, translator

A_MESSAGE: Final = 3
ON_THE_FORM: Final[Mapping[str, str]] = {
    "recommendation": N_("就业推荐"),
    "flexible": N_("灵活就业"),
    "public_post": N_("公益性岗位"),
    "community": N_("社区就业"),
}
"""What of the form's wishes is about posts."""
LATER: Final = timedelta(days=3)
"""以后再说: after so long a post comes again."""


def form(unit: Unit) -> JobForm:
    """What is asked, and the consent."""
    _ = translator("notices", unit.language)
    skills = {one: _skill(unit, one) for one in job_wishes.SKILLS}
    pay = {key: _("每月{yuan}元以上").format(yuan=key) for key in job_wishes.PAY if key != "0"}
    questions = (
        _question("kinds", _("您想做哪一类工作？"), job_wishes.KINDS, _("都可以"), _, job_wishes.CALLED),
        _question("hours", _("想做半天还是全天？"), job_wishes.HOURS, "", _),
        _question("pay", _("工资最少要多少？"), pay, _("没有要求"), _),
        _question("reach", _("可以去多远的地方上班？"), job_wishes.REACHES, "", _),
        _question("skills", _("您最拿手的是什么？"), skills, _("都没有"), _),
        _question("cannot", _("身体方面，有什么干不了？"), job_wishes.CANNOT, _("没有限制"), _),
    )
    start, suggested = _from_the_form(unit, _)
    return JobForm(questions=questions, consent=jobs_consent(unit), start=start, suggested=suggested)


def _from_the_form(unit: Unit, _: Translate) -> tuple[tuple[str, ...], str]:
    """Where to begin for who ticked wishes on her form: shown to her alone, and kept only with her consent.

    Of jobs with an employer the flexible ones are half days (劳动合同法第六十八条); all else the form leaves open.
    """
    account = account_of(unit)
    ticked = wishes_of(unit, account.id) if account else frozenset[str]()
    known = [word for value, word in ON_THE_FORM.items() if value in ticked]
    if not known:
        return (), ""
    hours = "half" if "flexible" in ticked and "recommendation" not in ticked else "any"
    words = _("您在申请表上选了：{wishes}。可以先这样找：时间{hours}，其他不限。以后随时可以改。").format(
        wishes=_("、").join(_(word) for word in known), hours=_(job_wishes.HOURS[hours])
    )
    return ("", hours, "", "any", ""), words


def keep(unit: Unit, wishes: KeepWishes) -> Jobs:
    """Keeps the wishes and gives the first posts. Raises what :func:`job_wishes.keep` raises."""
    job_wishes.keep(unit, wishes)
    return jobs(unit, wishes.pack)


def place_form(unit: Unit) -> ConsentText:
    """The consent to keeping from where she looks."""
    return place_consent(unit)


def keep_place(unit: Unit, place: KeepPlace, pack: str = "") -> Jobs:
    """Keeps from where she looks, and gives the posts by the way to them. Raises what :func:`job_places.keep` raises."""
    job_places.keep(unit, place)
    return jobs(unit, pack)


def forget_place(unit: Unit, pack: str = "") -> Jobs:
    """Deletes from where she looks; the posts are those of her street again."""
    job_places.forget(unit)
    return jobs(unit, pack)


def jobs(unit: Unit, pack: str = "", *, everywhere: bool = False, family: bool = False) -> Jobs:
    """The best posts that wait for an answer: what the office offers first, then by fit.

    They are of her own city; where none is known, of the city of a policy (``pack``), and of all only on request.
    Without wishes there is nothing but what the office offers. With ``family`` only home services are found (GZ-38).
    """
    account = account_of(unit)
    if account is None:
        return Jobs(told=(), jobs=(), more=False, place=_named(unit, job_wishes.city_of(unit, pack)))
    person = _seeker(unit, account, job_wishes.city_of(unit, pack))
    city = city_of_area(unit, person.area)
    told = tuple(job_wishes.told(unit, account.id))
    offered = _offered(unit, account, person)
    fits = offered
    if told and (city or everywhere):
        fits = offered + _fitting(unit, account, person, "" if everywhere else city, offered, family=family)
    shown = tuple(_job(unit, one, one in offered) for one in fits[:A_MESSAGE])
    elsewhere = bool(city) and not everywhere and len(job_wishes.cities(unit)) > 1
    place = "" if everywhere else _named(unit, city)
    return Jobs(
        told=told,
        jobs=shown,
        more=len(fits) > A_MESSAGE,
        place=place,
        elsewhere=elsewhere,
        placed=person.point is not None,
        family=family,
    )


def job(unit: Unit, vacancy_id: str) -> Jobs:
    """One post by itself, as news of it leads here. Raises what :func:`answer` raises for one that is not on offer."""
    account = account_of(unit)
    if account is None:
        raise not_found("vacancy")
    row = _on_offer(unit, account, vacancy_id)
    # Wishes may have changed since it was told: its points are shown whatever limit is broken by now.
    found = scored(_seeker(unit, account, ""), post_of(row))
    offered = referrals.offer_to(unit, account.id, row.id) is not None
    return Jobs(told=tuple(job_wishes.told(unit, account.id)), jobs=(_job(unit, found, offered),), more=False)


def answer(unit: Unit, vacancy_id: str, said: AnswerJob) -> JobAnswered:
    """Keeps what the person says to a post. A tap never counts as a refusal by itself (X10).

    Raises 404 ``vacancy.not_found``; 409 ``jobs.post_over`` (title) for what is on offer no more.
    """
    account = ensure_account(unit)
    row = _on_offer(unit, account, vacancy_id, lock=True)
    job_wishes.answer(unit, account.id, row.id, said.answer, said.reason)
    offer = referrals.offer_to(unit, account.id, row.id)
    contact = ""
    if said.answer == "interested":
        referrals.wish(unit, account.id, row, offer)
        contact = _contact(unit, row)
    elif offer is not None:
        offer.answer, offer.reason = said.answer, said.reason
    unit.audit("job.answered", f"account:{account.id}", answer=said.answer, vacancy=row.id)
    entry = entry_of_account(unit, account.id)
    asked = said.answer == "unfit" and not said.reason
    words = tuple(_comes_of(unit, said, entry, offered=offer is not None))
    return JobAnswered(
        answer=said.answer, title=row.title, words=words, contact=contact, reasons=_whys(unit) if asked else ()
    )


def _seeker(unit: Unit, account: Speaker, chat: str) -> Seeker:
    """The person; where nothing nearer is known of her than a city told in the chat, the one the chat is about now."""
    wishes = job_wishes.wishes_of(unit, account.id)
    person = seeker(unit, wishes, entry_of_account(unit, account.id), f"{account.id}")
    told = wishes.area if wishes else ""
    return replace(person, area=chat) if chat and person.area == told else person


def _offered(unit: Unit, account: Speaker, person: Seeker) -> list[Fit]:
    """What the office offers her comes whatever she wishes, and whatever she said of it before it was offered."""
    answers = job_wishes.answers_of(unit, account.id)
    found = []
    for offer in referrals.offers_to(unit, account.id):
        row = unit.session.get_one(Vacancy, offer.vacancy_id)
        if is_visible(row, unit.today, recognised=person.recognised) and (
            not offer.answer or comes_again(unit, answers.get(row.id))
        ):
            found.append(scored(person, post_of(row)))
    return found


def _fitting(
    unit: Unit, account: Speaker, person: Seeker, city: str, offered: list[Fit], *, family: bool
) -> list[Fit]:
    """The best of a city, or of everywhere, that were not answered; what is offered stands before them already."""
    offers = {one.post.id for one in offered}
    answers = job_wishes.answers_of(unit, account.id)
    waiting = (
        post
        for id, post in posts_of_city(unit, city[:CITY_CODE], unit.today, family=family).items()
        if id not in offers and (id not in answers or comes_again(unit, answers[id]))
    )
    return best_posts(person, waiting, unit.today, A_MESSAGE + 1)


def _named(unit: Unit, city: str) -> str:
    return translator("policies", unit.language)(unit.services.catalogue.divisions.by_code[city].name) if city else ""


def comes_again(unit: Unit, answered: JobAnswer | None) -> bool:
    """Whether a post that was put off is shown again by now."""
    return answered is not None and answered.answer == "later" and answered.at + LATER <= unit.now


def due_again(unit: Unit) -> ColumnElement[bool]:
    """The same of an answer in the database."""
    return (JobAnswer.answer == "later") & (JobAnswer.at <= unit.now - LATER)


def _on_offer(unit: Unit, account: Speaker, vacancy_id: str, *, lock: bool = False) -> Vacancy:
    """The post, if it is one this person may see now."""
    wanted = select(Vacancy).where(Vacancy.id == vacancy_id)
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None or row.published_on is None:
        raise not_found("vacancy")
    early = row.everyone_from is not None and unit.today < row.everyone_from
    # Who is not shown a post yet may know its id, and is told nothing of it (GZ-28).
    if early and entry_of_account(unit, account.id) is None:
        raise not_found("vacancy")
    if state_on(row, unit.today) != "open" or row.filled >= row.quota:
        raise Problem("jobs.post_over", 409, title=row.title)
    return row


def _job(unit: Unit, found: Fit, offered: bool) -> Job:
    row = unit.session.get_one(Vacancy, found.post.id)
    return Job(
        id=row.id,
        title=row.title,
        employer=unit.session.get_one(Employer, row.employer_id).name,
        pay=wage_words(row, unit.language),
        hours=hours_words(row, unit.language),
        place=row.address,
        reasons=tuple(reasons(found, unit.language)),
        offered=offered,
        beside=tuple(besides(found, unit.today, unit.language)),
    )


def _comes_of(unit: Unit, said: AnswerJob, entry: Entry | None, *, offered: bool) -> list[str]:
    _ = translator("notices", unit.language)
    if said.answer == "interested":
        first = _("经办人会和您联系，帮您对接。您也可以自己先打电话问。") if entry else _("请您打电话问问。")
        return [first, _("录用不录用，由单位决定。")]
    if said.answer == "later":
        return [_("好的，过{days}天再给您看这个岗位。").format(days=LATER.days)]
    lines = [_("好的，不再给您看这个岗位。")]
    if not offered:
        return [*lines, _("这是您自己看的岗位，不合适不算拒绝服务。")]
    told = _("这是经办机构推荐给您的岗位。点一下不算拒绝服务：工作人员会先问您原因，再作判断。")
    return [*lines, told, *_excuse(unit, entry)]


def _excuse(unit: Unit, entry: Entry | None) -> Iterator[str]:
    """What her own document says of good reasons; nothing where it makes no such exception (reading X10)."""
    pack = entries.policy_of(unit, entry) if entry else None
    citation = excuse_of(pack.exits) if pack else ""
    if pack and citation:
        _ = translator("notices", unit.language)
        yield _(
            "有正当理由不接受的，不算（{article}）。例如生病、要照顾家人、太远、工资不合法；是否正当，由工作人员判断。"
        ).format(article=pack.citations[citation].article)


def _whys(unit: Unit) -> tuple[JobChoice, ...]:
    _ = translator("notices", unit.language)
    return tuple(JobChoice(value=key, label=_(word)) for key, word in UNFIT.items())


def _contact(unit: Unit, row: Vacancy) -> str:
    contact = contact_of(unit, unit.session.get_one(Employer, row.employer_id))
    return " ".join(filter(None, (contact["name"], contact["phone"])))


def _question(
    id: str,
    text: str,
    choices: Mapping[str, str],
    none: str,
    _: Translate,
    called: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> JobQuestion:
    first = (JobChoice(value="", label=none),) if none else ()
    told = tuple(JobChoice(value=key, label=_(word), also=called.get(key, ())) for key, word in choices.items())
    return JobQuestion(id=id, text=text, choices=told + first)


def _skill(unit: Unit, code: str) -> str:
    return classification().skills[code].label(unit.language)

"""Keeping, telling and forgetting what somebody who looks for work wishes, and her answers to posts."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import delete, select

from backend.core.problems import Problem
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.consent import jobs_consent
from backend.people.job_models import JobAnswer, JobNews, JobWishes
from backend.people.service import ensure_account, record_consent
from contract.jobs import KeepWishes
from locales import translator

KINDS: Final[Mapping[str, str]] = {
    "care": N_("家政、照护"),
    "cleaning": N_("保洁、绿化、物业"),
    "kitchen": N_("餐饮、住宿"),
    "shop": N_("商店、超市"),
    "guard": N_("保安、门卫"),
    "moving": N_("送货、仓库、开车"),
    "factory": N_("工厂"),
    "building": N_("建筑、修理"),
    "office": N_("办公室"),
    "farm": N_("种植、养殖"),
}
CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "care": ("保姆", "月嫂", "育儿", "钟点工", "护工", "陪护", "带孩子", "带小孩", "照顾老人", "护理", "看护", "做家务"),
    "cleaning": ("扫地", "扫街", "扫马路", "环卫", "清洁", "打扫", "搞卫生", "保洁", "园林", "拖地"),
    "kitchen": ("服务员", "厨师", "做饭", "炒菜", "洗碗", "饭店", "餐馆", "食堂", "帮厨", "宾馆"),
    "shop": ("收银", "导购", "营业员", "理货", "卖东西", "售货"),
    "guard": ("看门", "看大门", "门岗", "巡逻", "保安"),
    "moving": ("快递", "外卖", "司机", "搬运", "搬货", "跑腿", "骑手"),
    "factory": ("车间", "流水线", "普工", "电子厂", "进厂", "缝纫", "服装厂"),
    "building": ("工地", "瓦工", "木工", "水电", "装修", "泥工", "电工", "焊工"),
    "office": ("文员", "前台", "会计", "打字", "客服", "坐办公室"),
    "farm": ("种地", "种田", "种菜", "养鸡", "养猪", "养鱼", "农活", "采茶"),
}
"""What people call the kinds of work when they type."""
HOURS: Final[Mapping[str, str]] = {"half": N_("半天"), "full": N_("全天"), "any": N_("都可以")}
PAY: Final[Mapping[str, int]] = {"0": 0, "1500": 150_000, "2500": 250_000, "3500": 350_000}
"""Yuan a month as chosen, and fen."""
REACH: Final[Mapping[str, int | None]] = {"near": 3_000, "county": 10_000, "city": 30_000, "any": None}
REACHES: Final[Mapping[str, str]] = {
    "near": N_("家门口（3公里内）"),
    "county": N_("10公里内"),
    "city": N_("30公里内"),
    "any": N_("多远都行"),
}
SKILLS: Final = (
    "cooking", "housekeeping", "elder_care", "child_care", "cleaning", "selling", "driving", "sewing", "typing",
)  # fmt: skip
"""Asked for in the chat, from the list of ``vacancies``; an officer may enter any."""
CANNOT: Final[Mapping[str, str]] = {
    "medium": N_("只能干轻活"),
    "heavy": N_("干不了重活"),
    "standing": N_("不能久站"),
    "night": N_("不能上夜班"),
    "outdoor": N_("不能在户外干活"),
    "accepting": N_("有残疾，只看接受残疾人的岗位"),
}


def keep(unit: Unit, wishes: KeepWishes) -> JobWishes:
    """Keeps the wishes of this account in the place of earlier ones; consent to the text shown is recorded (I9).

    Where no city is told, the one told before stays. Raises 409 ``consent.outdated``; 422 ``jobs.choice_unknown`` for
    what is no choice.
    """
    _check(wishes)
    record_consent(unit, jobs_consent(unit), wishes.consent_version)
    account = ensure_account(unit)
    row = unit.session.get(JobWishes, account.id) or JobWishes(account_id=account.id)
    row.kinds, row.hours = list(wishes.kinds), wishes.hours
    row.pay, row.reach = PAY[wishes.pay], REACH[wishes.reach]
    row.skills = list(wishes.skills)
    row.cannot = [one for one in wishes.cannot if one != "accepting"]
    row.needs_acceptance, row.updated_at = "accepting" in wishes.cannot, unit.now
    row.area = city_of(unit, wishes.pack) or row.area or ""
    unit.session.add(row)
    unit.session.flush()
    unit.audit("job_wishes.kept", f"account:{account.id}")
    return row


def wishes_of(unit: Unit, account_id: int) -> JobWishes | None:
    return unit.session.get(JobWishes, account_id)


def city_of(unit: Unit, pack: str) -> str:
    """The division code of the city of a policy, or of the only city there is; empty where none is named or known."""
    known = unit.services.catalogue.packs.get(pack)
    if known is not None:
        return known.region
    all_cities = cities(unit)
    return all_cities.pop() if len(all_cities) == 1 else ""


def cities(unit: Unit) -> set[str]:
    """The division codes of the cities that have a policy here."""
    return {pack.region for pack in unit.services.catalogue.packs.values()}


def answers_of(unit: Unit, account_id: int) -> dict[str, JobAnswer]:
    """The last word to each post, by the post's id."""
    rows = unit.session.scalars(select(JobAnswer).where(JobAnswer.account_id == account_id))
    return {row.vacancy_id: row for row in rows}


def answer(unit: Unit, account_id: int, vacancy_id: str, said: str, reason: str = "") -> None:
    """Writes the last word to a post."""
    known = select(JobAnswer).where(JobAnswer.account_id == account_id, JobAnswer.vacancy_id == vacancy_id)
    row = unit.session.scalar(known) or JobAnswer(account_id=account_id, vacancy_id=vacancy_id)
    row.answer, row.reason, row.at = said, reason, unit.now
    unit.session.add(row)
    unit.session.flush()


def told(unit: Unit, account_id: int) -> Iterator[str]:
    """The wishes in words, in the caller's language; nothing where there are none."""
    row = wishes_of(unit, account_id)
    if row is None:
        return
    _ = translator("notices", unit.language)
    yield _("想做：{kinds}").format(kinds=_("、").join(_(KINDS[one]) for one in row.kinds) or _("都可以"))
    yield _("时间：{hours}").format(hours=_(HOURS[row.hours]))
    yield _("工资：{pay}").format(pay=_("每月{yuan}元以上").format(yuan=row.pay // 100) if row.pay else _("没有要求"))
    yield _("路程：{reach}").format(reach=_(REACHES[next(key for key, way in REACH.items() if way == row.reach)]))
    if row.area:
        divisions = unit.services.catalogue.divisions
        yield _("城市：{city}").format(city=translator("policies", unit.language)(divisions.full_name(row.area)))
    limits = [*row.cannot, *(["accepting"] if row.needs_acceptance else [])]
    if limits:
        yield _("限制：{limits}").format(limits=_("、").join(_(CANNOT[one]) for one in limits))


def forget(unit: Unit, account_id: int) -> None:
    """Wishes and answers go; what an office works on stays."""
    for table in (JobWishes, JobAnswer, JobNews):
        unit.session.execute(delete(table).where(table.account_id == account_id))


def _check(wishes: KeepWishes) -> None:
    known = (
        (wishes.kinds, KINDS),
        ((wishes.hours,), HOURS),
        ((wishes.pay,), PAY),
        ((wishes.reach,), REACH),
        (wishes.skills, SKILLS),
        (wishes.cannot, CANNOT),
    )
    for given, choices in known:
        if not set(given) <= set(choices):
            raise Problem("jobs.choice_unknown", 422)

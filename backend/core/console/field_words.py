"""The words fields stand under and choices are read by, for pages that show a form again without its page.

Fields of a case, named alike wherever they are typed. What is not known here is shown as the officer typed it.
"""

from locales import Translate

CHOSEN = ("mark", "visit_result", "original", "checked", "signed", "agreed")
"""Fields whose value is a choice and not a text; so is the result of each source of a record match."""


def label_of(name: str, _: Translate) -> str:
    """The words of a field; empty where it has none of its own."""
    start, _joint, rest = name.partition("-")
    if start == "visitor" and rest.isdigit():
        return _("入户人员%(n)s") % {"n": rest}
    if start == "comment" and rest:
        return _("哪里不对，怎样补正")
    return {
        "opinion": _("意见"),
        "reason": _("理由"),
        "citation": _("依据的条款"),
        "comment": _("不符合时写明问题"),
        "mark": _("核对结果"),
        "valid_until": _("有效期至"),
        "number": _("证件号码"),
        "kind": _("残疾类别"),
        "grade": _("残疾等级"),
        "issuer": _("出具部门"),
        "original": _("原件已核验"),
        "visit_on": _("入户日期"),
        "visit_result": _("核实结果"),
        "alone": _("只有一人入户的原因"),
        "place": _("地点"),
        "findings": _("核实情况"),
        "match_on": _("比对日期"),
    }.get(name, "")


def value_of(name: str, text: str, _: Translate) -> str:
    """Of a choice its words, of a text the text."""
    if name not in CHOSEN and not name.startswith("result-"):
        return text
    return {
        "verified": _("核对无误"),
        "rejected": _("不符合要求"),
        "confirmed": _("情况属实"),
        "doubtful": _("有疑问"),
        "not_met": _("未见到本人"),
        "match": _("一致"),
        "mismatch": _("不一致"),
        "not_available": _("无法比对"),
        "pending": _("等待结果"),
        "yes": _("是"),
    }.get(text, text)

"""Refusals in words, of questions about practice."""

from backend.core.console.assistance_problems import NOT_FOUND


def _(text: str) -> str:
    """Marks a sentence for translation; it is spoken when it is known in which language."""
    return text


WORDS: dict[str, tuple[str, str]] = {
    "practice.not_found": NOT_FOUND,
    "practice.not_here": (_("由站所和县（区）提问"), _("社区请先问所属站所。市级机构负责答复。")),
    "practice.city_answers": (_("由市级机构答复"), _("您可以查看；有补充的话，请另提一个问题。")),
    "practice.not_yours": (_("这不是您提的问题"), _("由提问的人来办。")),
    "practice.question_missing": (_("请写问题"), _("例如：夫妻一方在外地就业，算不算零就业家庭？")),
    "practice.answer_missing": (_("请写答复"), _("写明怎么办，依据哪一条。")),
    "practice.article_long": (_("条款名称太长"), _("最多%(longest)s字。例如：第五条第（三）项。")),
    "practice.telephone_in_text": (_("请去掉电话号码"), _("答复后全市各机构都看得到，不写个人的电话。")),
    "practice.illegal_move": (_("这个问题的状态已经变了"), _("可能刚刚有人答复或撤回。请刷新后查看。")),
}

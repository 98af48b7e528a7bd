"""Refusals in words, of stories of people who were helped."""

from backend.core.console.assistance_problems import NOT_FOUND


def _(text: str) -> str:
    """Marks a sentence for translation; it is spoken when it is known in which language."""
    return text


WORDS: dict[str, tuple[str, str]] = {
    "story.not_found": NOT_FOUND,
    "story.not_here": (_("本机构不发布案例"), _("由县（区）或市级机构的经办人编写。有好的例子，请告诉他们。")),
    "story.person_unknown": (_("请填写登记编号"), _("要是本辖区名册上的编号，在名册里能查到。")),
    "story.title_missing": (_("请写标题"), _("最多40字。例如：从纺织厂到社区食堂。")),
    "story.text_missing": (_("请写正文"), _("几句话就行：遇到什么困难，得到什么帮助，现在怎样。")),
    "story.telephone_in_text": (_("请去掉电话号码"), _("案例是公开的，不写本人的电话。")),
    "story.consent_missing": (_("还没有本人同意"), _("没有登记本人的书面同意，案例不能送审，也不能发布。")),
    "story.name_not_agreed": (_("文中有本人的姓名"), _("本人没有同意用姓名。请改用化名，再请本人重新同意。")),
    "story.day_missing": (_("请填写签同意书的日期"), _("例如：2026-12-01。")),
    "story.day_in_future": (_("日期还没有到"), _("请填写本人实际签同意书的那一天。")),
    "story.day_before_words": (_("这份同意书比文字早"), _("文字是%(day)s写成的。请本人看过现在的文字，再签一次。")),
    "story.proof_missing": (_("请写同意书存放在哪里"), _("例如：渝水区局档案柜2026-15号。")),
    "story.why_missing": (_("请写要改什么"), _("写一句就行，执笔人会看到。")),
    "story.same_person": (_("要由另一个人发布"), _("执笔人和登记同意的人不能发布。请县（区）或市级的另一位经办人审阅。")),
    "story.illegal_move": (_("这一步现在不能做"), _("案例的状态已经变了，可能同事刚刚处理过。请刷新后查看。")),
    "story.changed_meanwhile": (_("内容刚刚变过"), _("可能同事刚刚处理过。请刷新后再看一遍。")),
}

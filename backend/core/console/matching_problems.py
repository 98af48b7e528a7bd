"""Refusals in words, of referrals."""


def _(text: str) -> str:
    """Marks a sentence for translation; it is spoken when it is known in which language."""
    return text


WORDS: dict[str, tuple[str, str]] = {
    "jobs.post_over": (_("这个岗位已经招满或过期"), _("“%(title)s”不能再推荐，请选别的岗位。")),
    "referral.open_already": (_("已经推荐过"), _("这个岗位已经推荐给本人，正在等结果。")),
    "referral.not_found": (_("没有找到这条推荐"), _("它可能不在您的辖区。")),
    "referral.closed": (_("已经记录过结果"), _("每条推荐只记录一次结果。")),
    "referral.outcome_missing": (_("请选择结果"), _("就业准备中、已就业或没有结果。")),
    "referral.untold": (
        _("本人可能还不知道这个岗位"),
        _("通知没有送到，也没有谈过的推荐，不能记为拒绝服务。请先电话或当面告诉本人，再点“已告诉本人”。"),
    ),
    "referral.not_offered": (_("这不是机构推荐的岗位"), _("本人自己感兴趣的岗位，不用另外告知。")),
    "referral.no_offer": (_("不能记为拒绝服务"), _("这是本人自己看的岗位，不是机构推荐的。")),
}

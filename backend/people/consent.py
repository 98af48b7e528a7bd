"""The text a person agrees to before anything personal is kept (个人信息保护法 第十七、二十九、三十条)."""

from backend.core.problems import not_found
from backend.core.unit import Unit
from contract.application import ConsentText
from locales import translator

VERSION = "2026-11"
"""Changes with every word below: whoever was shown another text is asked again."""


def application_consent(unit: Unit, pack_id: str) -> ConsentText:
    """The consent for an application under a policy, in the caller's language: each city collects for itself.

    Raises 404 ``policy.not_found``.
    """
    _ = translator("citizen", unit.language)
    settings, pack = unit.services.settings, unit.services.catalogue.packs.get(pack_id)
    if pack is None:
        raise not_found("policy")
    paragraphs = (
        _("谁在收集：{operator}。"),
        _("用来做什么：只用于本次就业困难人员认定。"),
        _("收集什么：姓名、身份证号、电话、户籍地址、申请表各项和您上传的材料。"),
        _(
            "敏感信息：身份证号、身份证照片、残疾人证属于敏感个人信息。审核需要核对本人和条件，没有它们就无法办理。"
        ),
        _("谁能看到：受理您申请的街道（乡镇）站所和县（区）机构的工作人员。每次查看都有记录。"),
        _("保存多久：没有提交的草稿保存{days}天，到期删除。已提交的按档案规定保存。"),
        _("您可以随时停止填写并删除草稿，也可以查看、更正。不同意不影响自测，也可以到窗口办理。"),
        _("咨询电话：{telephone}。"),
    )
    text = "\n".join(paragraphs).format(
        operator=settings.operator or pack.operator, days=settings.draft_days, telephone=settings.telephone
    )
    return ConsentText(
        purpose="application",
        version=f"{VERSION}-{pack.region}",
        title=_("开始申请前，请您看一看"),
        text=text,
        agree=_("同意，开始申请"),
        decline=_("暂不同意"),
    )


JOBS_VERSION = "2026-12"
"""Changes with every word of :func:`jobs_consent`."""


def jobs_consent(unit: Unit) -> ConsentText:
    """The consent to keeping what somebody who looks for work wishes, in the caller's language."""
    _ = translator("citizen", unit.language)
    paragraphs = (
        _("保存什么：上面这几项求职意愿和您选的城市，不含姓名和身份证号。"),
        _("敏感信息：身体限制只用来避开您干不了的岗位。可以选“没有限制”。"),
        _("谁能看到：您已被认定的，负责您的街道（社区）、县（区）和市的工作人员能看到哪些岗位合适、为什么，推荐岗位给您。"),
        _("还没认定的，工作人员看不到；点了“感兴趣”，岗位所在地的工作人员会看到有人感兴趣和合适的理由，看不到您是谁。"),
        _("随时可以重选，或者在“我的资料”里删除。不同意不影响自测和申请。"),
    )
    return ConsentText(
        purpose="jobs",
        version=JOBS_VERSION,
        title=_("保存求职意愿，请您同意"),
        text="\n".join(paragraphs),
        agree=_("同意"),
        decline=_("不同意"),
    )


PLACE_VERSION = "2026-11"
"""Changes with every word of :func:`place_consent`."""


def place_consent(unit: Unit) -> ConsentText:
    """The consent to keeping from where somebody looks for work, in the caller's language."""
    _ = translator("citizen", unit.language)
    paragraphs = (
        _("用来做什么：只用来算岗位离您多远，您选的“几公里内”也按它算。"),
        _("保存什么：只保存大概的位置，误差约100米，不是准确地址。"),
        _("敏感信息：位置属于敏感个人信息。只记您发的这一次，以后不会自动去取。"),
        _("谁能看到：工作人员看不到您的位置；您已被认定的，能看到岗位离您多远。"),
        _("随时点一下“删除我的位置”就删掉。不同意也能找工作，只是说不出有多远。"),
    )
    return ConsentText(
        purpose="place",
        version=PLACE_VERSION,
        title=_("告诉我您的大概位置，请您同意"),
        text="\n".join(paragraphs),
        agree=_("同意，发我的位置"),
        decline=_("先不发"),
    )


TOPICS_VERSION = "2026-11"
"""Changes with every word of :func:`topics_consent`."""


def topics_consent(unit: Unit) -> ConsentText:
    """The consent to being sent news at all, in the caller's language: the same for every topic."""
    _ = translator("citizen", unit.language)
    settings = unit.services.settings
    operators = dict.fromkeys(str(pack.operator) for pack in unit.services.catalogue.packs.values())
    paragraphs = (
        _("谁来发：{operator}。"),
        _("发什么：只发您选的主题。每条消息下面都能一键退订。"),
        _("用到什么：您选的主题、地区、免打扰时间和这个聊天。不用姓名，也不用身份证号。"),
        _("政策有变化时，会用您做过的自测，看看结果会不会变。"),
        _("保存多久：退订或者删除记录就停发。什么时候同意、什么时候退订，会留下记录。"),
        _("不同意也不影响自测和申请；您自己申请的通知照常发。"),
    )
    text = "\n".join(paragraphs).format(operator=settings.operator or _("、").join(operators))
    return ConsentText(
        purpose="topics",
        version=TOPICS_VERSION,
        title=_("要给您发消息，先请您同意"),
        text=text,
        agree=_("同意，给我发"),
        decline=_("先不要"),
    )

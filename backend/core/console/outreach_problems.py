"""Refusals in words, of messages to many people and of events that hit an area."""

from backend.core.console.assistance_problems import NOT_FOUND


def _(text: str) -> str:
    """Marks a sentence for translation; it is spoken when it is known in which language."""
    return text


WORDS: dict[str, tuple[str, str]] = {
    "emergency.not_found": NOT_FOUND,
    "emergency.not_here": (_("本机构不启动事件"), _("由县（区）或市级机构的经办人启动。如需要，请联系他们。")),
    "emergency.kind_missing": (_("请选择是什么事"), _("例如：集中裁员、企业关停。")),
    "emergency.title_missing": (_("请写名称"), _("最多80字。例如：城南街道纺织厂停产。")),
    "emergency.start_missing": (_("请填写开始日期"), _("例如：2026-12-01。")),
    "emergency.end_missing": (_("请填写结束日期"), _("例如：2026-12-31。")),
    "emergency.days_wrong": (_("请检查日期"), _("结束日期不能早于开始日期，最长一年。例如：2026-12-31。")),
    "emergency.over": (_("这段时间已经过去"), _("结束日期应当是今天或以后。")),
    "emergency.note_missing": (_("请写联系情况"), _("写一句就行。例如：电话联系，愿意参加招聘会。")),
    "emergency.report_missing": (_("请写总结"), _("例如：联系了42人，30人参加了招聘会，还有3人没有联系上。")),
    "emergency.closed": (_("这个事件已经结束"), _("任务保留备查，不能再改。")),
    "emergency.illegal_move": (_("这项任务已经办完"), _("可能同事刚刚处理过。请刷新后查看。")),
    "broadcast.topic_missing": (_("请选择主题"), _("消息只发给选了这个主题的人。")),
    "broadcast.area_unknown": (_("请选择地区"), _("从列表中选一个地区。")),
    "broadcast.area_not_yours": (_("不能选这个地区"), _("只能选本机构管辖的地区。")),
    "broadcast.category_unknown": (_("没有这个类别"), _("请从列表里另选一个。")),
    "broadcast.change_unknown": (_("不能发给这些人"), _("政策变化的消息由市级机构发给全市，请把地区改回全市。")),
    "broadcast.list_too_long": (_("名单太长"), _("最多%(most)s个登记编号。人多时请用条件来选。")),
    "broadcast.include_unknown": (
        _("“另外也发给”里有本地区名册上没有的编号"),
        _("%(count)s个编号查不到：%(numbers)s。请核对，或者从名单里删掉。"),
    ),
    "broadcast.exclude_unknown": (
        _("“不发给”里有本地区名册上没有的编号"),
        _("%(count)s个编号查不到：%(numbers)s。写错了，这个人就还是会收到。请核对，或者从名单里删掉。"),
    ),
    "broadcast.about_unknown": (
        _("引用的内容不在了"),
        _("可能已经取消、结束，或者政策换了版本。请从列表里另选，或者不引用。"),
    ),
    "broadcast.about_too_many": (_("最多引用%(most)s个"), _("请去掉几个，或者分成两条消息。")),
    "broadcast.about_over": (
        _("引用的活动或课程已经取消，或者到时候已经结束"),
        _("这条消息不能发了。请点“修改”换一个，或者不引用。"),
    ),
    "broadcast.about_changed": (
        _("引用的活动或课程改过时间、地点"),
        _("消息里写的还是原来的。请点“修改”再保存一次，会换成现在的内容。"),
    ),
    "message.text_missing": (_("请写消息"), _("中文是必填的，其他语言可以不写。")),
    "message.language_unknown": (_("没有这种语言"), _("请从页面上的语言中选择。")),
    "message.too_long": (_("消息太长"), _("最多%(longest)s个字符，现在是%(length)s个。请删减后再保存。")),
    "message.hole_unknown": (_("有不认识的变量"), _("没有%(hole)s。可以用的有%(known)s。请改一改，或去掉花括号。")),
    "message.brace_alone": (_("花括号不成对"), _("变量要写完整，例如：{称呼}。")),
    "message.character": (_("有看不见的特殊符号"), _("请重新打一遍这段文字。")),
    "broadcast.not_found": NOT_FOUND,
    "broadcast.not_here": (_("本机构不群发消息"), _("由县（区）或市级机构发送。如需要，请联系他们。")),
    "broadcast.title_missing": (_("请写标题"), _("标题只给同事看，最多80字。例如：12月招聘会。")),
    "broadcast.link_unknown": (_("没有这一条"), _("请从列表里选一条，或者不带链接。")),
    "message.caption_too_long": (
        _("带图片的消息太长"),
        _("图片下面最多%(longest)s个字符，现在是%(length)s个。请删减文字，或去掉图片。"),
    ),
    "broadcast.alt_missing": (
        _("请写图片上有什么"),
        _("一句话，最多200字，读给看不见图片的人听。例如：招聘会海报，11月28日9点，平安广场。"),
    ),
    "broadcast.picture_missing": (_("请选择图片"), _("请选择 JPG、PNG 或 HEIC 图片。")),
    "broadcast.picture_stopped": (_("这张图片没有通过安全检查"), _("请换一张图片，或稍后再传。")),
    "picture.not_found": NOT_FOUND,
    "broadcast.nobody": (_("没有人会收到"), _("请放宽条件，或者看一看没有发给谁、为什么。")),
    "broadcast.same_person": (_("不能批准自己写的消息"), _("请另一位同事看过再批准。")),
    "broadcast.why_missing": (_("请写明要改什么"), _("写一句就行，最多200字。")),
    "broadcast.approval_missing": (
        _("要先请另一位同事批准"),
        _("会发给%(people)s人，超过%(most)s人要两个人看过。请点“请同事批准”。"),
    ),
    "broadcast.approval_missing_own": (
        _("要先请另一位同事批准"),
        _("“我的申请”的消息不问大家选没选过，也退订不了，要两个人看过。请点“请同事批准”；一般的消息请另选主题。"),
    ),
    "broadcast.audience_grew": (
        _("人数变多了"),
        _("批准时是%(before)s人，现在是%(people)s人。请重新请同事批准。"),
    ),
    "broadcast.moment_past": (_("这个时间已经过去"), _("请选以后的时间，或者现在就发。")),
    "broadcast.moment_far": (_("时间太远"), _("最多提前%(most)s天安排。")),
    "broadcast.moment_unclear": (_("没有看懂时间"), _("请写日期和时间。例如：2026-12-01 09:30。")),
    "broadcast.changed_meanwhile": (_("同事刚刚操作过"), _("什么也没有重复发送。请看过现在的样子再继续。")),
    "broadcast.illegal_move": (_("现在不能这样做"), _("这条消息已经到了另一步。请刷新后查看。")),
}

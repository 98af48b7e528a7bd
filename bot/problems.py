"""The words for every refusal: what is wrong and how to mend it, in one sentence, with an example."""

from collections.abc import Callable
from typing import Any, Final

from bot.client import Problem
from locales import Translate


def N_(message: str) -> str:
    return message


UNKNOWN: Final = N_("抱歉，这一步没有办成。您填的内容还在，请再试一次，或致电12333。")
DOWN: Final = N_("抱歉，服务暂时连不上。您的消息已收到，恢复后会自动处理，不用重发。")
SLOWER: Final = N_("您发得很快，消息都收到了，正按顺序一条一条处理。请稍等，不用重发。")

STALE: Final = ("screening.other_question", "application.other_field", "idempotency.other_command")
"""A button from another moment: the conversation shows where it really is."""

GONE: Final = ("screening.not_found", "application.not_found", "policy.not_found")
"""What it was about is not there any more: the conversation goes home."""

MONTHS: Final = 12
WORDS: Final[dict[str, str]] = {
    # Invitations
    "invitation.not_found": N_("没有这个邀请码。请对照通知再试一次，例如：7F3K-2M9Q-XT4B；也可以直接自测。"),
    "invitation.over": N_("这份邀请已经过期。您仍然可以随时自测、申请。"),
    "invitation.of_another_chat": N_("这份邀请已在另一个聊天里打开，只能由本人使用。您可以直接自测。"),
    "invitation.illegal_move": N_("您已经申请，这份邀请不用再答复。"),
    # Acting for somebody else
    "mandate.not_found": N_("没有找到这份委托，可能已经结束，或者委托码写错了。请核对，或者发“代办”重新开始。"),
    "mandate.own": N_("委托码要由本人在自己的聊天里发送。请把它转给本人。"),
    "mandate.of_another_chat": N_("这个委托码已经在另一个聊天里用过，只能由本人使用。"),
    "mandate.too_many": N_("一个聊天最多同时为{limit}个人代办。办完的请先结束，或请社区工作人员帮忙。"),
    "mandate.relation_unknown": N_("请点一个按钮，选您和本人的关系。"),
    "mandate.yourself": N_("您写的是自己的姓名。办自己的事不用委托，直接申请就可以。"),
    "mandate.other_person": N_("申请表里的姓名或身份证号码和委托的本人（{name}）不一致。请改正后再提交。"),
    "mandate.principal_only": N_("撤回申请要由本人来办。请让本人在自己的聊天里撤回，或到窗口办理。"),
    "mandate.illegal_move": N_("这份委托已经结束。需要的话，请发“代办”重新开始。"),
    "mandate.place_unknown": N_("请选择在窗口还是上门办理。"),
    # Activities and courses
    "activity.not_found": N_("没有这个活动了。发“活动”可以看近期的活动。"),
    "activity.over": N_("这个活动已经结束，不能再报名。发“活动”可以看近期的活动。"),
    "activity.called_off": N_("这个活动已经取消。发“活动”可以看近期的活动。"),
    "sign_up.illegal_move": N_("工作人员已经登记，报名不能再改。有疑问请打12333。"),
    "course.not_found": N_("没有这门课了。发“培训”可以看现在的课程。"),
    "course.full": N_("这门课已经报满。发“培训”可以看其他课程。"),
    "course.begun": N_("这门课已经开班，不能再报名或取消。发“培训”可以看其他课程。"),
    "course.called_off": N_("这门课已经停办。发“培训”可以看其他课程。"),
    "enrolment.illegal_move": N_("结果已经登记，报名不能再改。有疑问请打12333。"),
    "enrolment.with_voucher": N_("这门课用了培训券，要取消请找发券的机构。"),
    # Work
    "jobs.post_over": N_("“{title}”已经招满或过期，不能再选了。请看别的岗位。"),
    "vacancy.not_found": N_("这个岗位已经没有了。请看别的岗位。"),
    "jobs.no_wishes": N_("请先说说想找什么工作，再发位置。"),
    "jobs.choice_unknown": N_("这个选项已经改过。请从按钮里重新选。"),
    # News
    "topic.fixed": N_("“我的申请”里有办理期限，错过会影响您，所以一直会发。"),
    "topic.consent_missing": N_("还没有同意接收消息。请在“消息设置”里看一看说明，再点同意。"),
    "trial.not_found": N_("没有这条试发的消息，可能已经改过或发出了。请在工作台再看一次口令。"),
    "area.unknown": N_("没有找到这个地区。请从按钮里选。"),
    # Objections
    "objection.not_automatic": N_("这里现在不能提出异议。请问您的联系人。"),
    "objection.open_already": N_("您的异议已经收到，正在核实，不用再提。"),
    "review.text_too_long": N_("写得太长了，最多{longest}个字。请写短一点。"),
    "review.id_number_in_text": N_("请不要写身份证号码，我们知道是您。请再写一次。"),
    "objection.words_missing": N_("请写一写哪里不对。例如：我已经上班了。"),
    # Complaints
    "quiz.not_open": N_("现在不能答题：活动还没开始，或者已经结束。"),
    "quiz.not_found": N_("这道题不在了。请重新打开这个活动。"),
    "story.not_found": N_("这一篇已经撤下。请发“案例”看其他的。"),
    "complaint.choice_unknown": N_("没有看懂选的是哪一项。请点下面的按钮，或直接写是什么事，我会记下。"),
    "complaint.words_missing": N_("请写一写是什么事。例如：11月20日上午，窗口的工作人员不肯收我的材料。"),
    "complaint.too_long": N_("写得太长了，最多{longest}个字。请写短一点。"),
    "complaint.id_number": N_("请不要写身份证号码，这里用不着。请去掉号码再写一次。"),
    "complaint.unfinished": N_("还有没填的。请发“投诉”接着写，已经写的都在。"),
    "complaint.nobody": N_("这个机构的上级现在没有人能在这里接手，请直接打12333。您写的都替您留着。"),
    "complaint.too_many": N_("一天最多提交{limit}件。您写的都留着，明天再提交；急的话请打12333。"),
    # What was typed
    "field.empty": N_("这里还没有写内容。请写{label}，例如：{example}。"),
    "field.required": N_("“{label}”是必填的，请写一下。"),
    "field.too_long": N_("写得太长了，最多{most}个字。请写短一点。"),
    "field.characters": N_("“{label}”里有看不见的特殊符号。请重新打一遍。"),
    "field.name_only": N_("姓名里不能有数字、表情或符号。请只写身份证上的姓名，例如：{example}。"),
    "field.name_wanted": N_("“{said}”不像姓名。请写身份证上的姓名，例如：{example}。要做别的，可以打“菜单”。"),
    "field.choice_unknown": N_("没有看懂是哪一项。请点下面的按钮，或照按钮上的字打。"),
    "field.nothing_chosen": N_("还没有选。请至少选一项，再点“选好了”。"),
    "field.not_multiple": N_("这一题只能选一项，请点下面的按钮。"),
    "field.photo_wanted": N_("这一步要发照片。请点“照片”或附件，拍照或选一张照片。"),
    "field.digits_only": N_("“{label}”只有数字，共{exactly}位，例如：{example}。"),
    "field.digits_exactly": N_("“{label}”应有{exactly}位数字，您写了{length}位。请对照证件再写一次。"),
    "field.example_given": N_("{example}只是示例。请照您自己的证件写一次，共{exactly}位。"),
    "field.find_later": N_("“{label}”一时找不到，可以点“先不填”，先填其他项。再到站所查询或补办。"),
    "field.number_unclear": N_("没有看懂这个数字。请只写数字，例如：{example}。"),
    "field.date_unclear": N_("没有看懂这个日期。请写年月日，例如：{example}。"),
    "field.date_month_only": N_("还差是哪一天。请写全年月日，例如：{example}。"),
    "field.date_not_age": N_("这里要写年月日，不是年龄。例如：{example}。"),
    "field.date_impossible": N_("{year}年{month}月没有{day}日。请再看看，例如：{example}。"),
    "field.date_no_month": N_("{year}年没有{month}月。请再看看，例如：{example}。"),
    "field.date_in_future": N_("这个日期还没有到。请检查年份，例如：{example}。"),
    "field.date_too_early": N_("这个日期太早了。请检查年份，例如：{example}。"),
    "answer.unsure_not_offered": N_("这一题需要您选一个答案，可以改。请点下面的按钮。"),
    "id_number.empty": N_("请写18位身份证号码。最后一位是X的，写x也可以。"),
    "id_number.length": N_("身份证号码是18位，您写了{length}位。请对照身份证再写一次。"),
    "id_number.old_15_digits": N_("这是15位的老号码。请写现在身份证上的18位号码。"),
    "id_number.characters": N_("身份证号码只有数字，最后一位可以是X。请对照身份证再写一次。"),
    "id_number.birth_date": N_("号码里的出生日期不存在。请对照身份证的第7到14位再写一次。"),
    "id_number.future": N_("号码里的出生日期还没有到。请对照身份证再写一次。"),
    "id_number.too_old": N_("号码里的出生年份太早。请对照身份证再写一次。"),
    "id_number.check_digit": N_("号码的最后一位对不上，可能有一位写错了。请对照身份证再写一次。"),
    "id_number.not_here": N_("这个号码暂时不能在这里继续申请。请带身份证到站所，或拨打{telephone}。"),
    "id_number.too_many_tries": N_(
        "一小时里已经写了{limit}个不同的号码。请核对身份证，一小时后再试，或拨打12333。"
    ),
    "phone.length": N_("电话号码的位数不对，您写了{length}位。手机号是11位，例如：{example}。"),
    "phone.characters": N_("电话号码里只有数字。请再写一次，例如：{example}。"),
    "phone.area_code": N_("固定电话请加上区号，例如：{example}。"),
    "phone.unknown_mobile": N_("没有这样开头的手机号。请再看看，例如：{example}。"),
    # Files
    "file.too_large": N_("这个文件超过{megabytes}MB，收不下。请拍照发送，或压缩后再发。"),
    "file.empty": N_("这个文件是空的。请重新选一个再发。"),
    "file.not_accepted": N_("收到的是{kind}，这里只收照片和PDF。请拍照发送。"),
    "file.mislabelled": N_("文件名和内容对不上：里面其实是{kind}。请直接拍照发送。"),
    "file.unreadable": N_("这个文件打不开，可能没有传完整。请再发一次，或重新拍一张。"),
    "file.locked": N_("这个PDF有密码，打不开。请去掉密码，或拍照发送。"),
    "file.too_many_pages": N_("这个PDF有{pages}页，最多{limit}页。请只发需要的几页。"),
    "file.too_many_pixels": N_("这张照片太大，打不开。请用手机普通模式重新拍一张。"),
    "file.picture_wanted": N_("这里要一张照片，不是{kind}。请拍照，或从相册选一张。"),
    "file.too_many": N_("文件已有{limit}个，不能再多了。请先删掉不需要的。"),
    "file.case_full": N_("材料加起来超过{megabytes}MB了。请先删掉不需要的。"),
    "file.not_taken": N_("这个文件没能收下，请重新拍照或换一个文件再传。"),
    "file.not_checked": N_("安全检查暂时没有回应，这个文件还没收下。请过几分钟再发一次。"),
    "file.unreachable": N_("文件没有传过来。请再发一次。"),
    "paper.no_last_day": N_("“{title}”上没有有效期，不用填。照片收好了就可以。"),
    "paper.issued_in_future": N_("发证日期{day}还没有到。请对照证件再打一遍，照片都在。"),
    "paper.ends_before_it_begins": N_("有效期到{day}，比开始的{since}还早。请对照证件再打一遍，照片都在。"),
    "paper.until_wanted": N_("这是发证日期。请写有效期到哪一天，例如：{example}。不写也可以。"),
    "file.not_found": N_("这个文件已经不在了。"),
    "paper.not_found": N_("您的申请不需要这项材料。"),
    "paper.unknown_alternative": N_("请从下面选一种《{title}》。"),
    # The application
    "consent.outdated": N_("同意书更新了，请看过新的再点同意。"),
    "application.already_open": N_(
        "您已有一份申请在办理，不用再交。发“进度”可以查看。咨询电话：{telephone}。"
    ),
    "registry.already_standing": N_("您已经认定过，现在仍在册，不用再申请。有变化请联系{telephone}。"),
    "notice.not_found": N_("核验码和身份证号码对不上。请对照通知再写一次，两样用空格隔开；还是不行的，请打通知上的电话。"),
    "notice.of_another_chat": N_("这份认定已经在另一个聊天里。不是您打开的，请打通知上的电话。"),
    "notice.too_many_tries": N_("试的次数太多了。请核对通知，{minutes}分钟后再写，或打通知上的电话。"),
    "register.not_found": N_("您还没有认定记录。"),
    "register.illegal_move": N_("退出正在审定，不用再申请。发“我的认定”可以看到进展。"),
    "exit.not_open": N_("这次退出已经有结果了，不用再说明。发“我的认定”可以看到。"),
    "exit.own_reply_missing": N_("请写一写情况。例如：我还没有找到工作。"),
    "exit.reply_full": N_("您写的都已经记下，这里记满了。还要补充的，请打通知上的咨询电话。"),
    "exit.form_needed": N_("退出要有您签名的书面声明。发“我的认定”，按提示拍照发来。"),
    "exit.not_provided": N_("这份政策没有写怎样自己退出。请打12333问一问。"),
    "exit.basis_not_held": N_("您的认定类别不适用这种退出。请打12333问一问。"),
    "sample.not_found": N_("这个样本已经不在了。"),
    "registry.waiting_period": N_("退出后满{months}个月才能再申请，最早是{date}。咨询电话：{telephone}。"),
    "screening.nothing_to_apply_for": N_("按您的回答暂不符合条件，还不能申请。可以修改答案，或致电12333。"),
    "reminder.nothing_to_wait_for": N_("按您的回答，没有要等的日子，不用提醒。"),
    "screening.unfinished": N_("自测还没做完。请先回答完，再申请。"),
    "application.papers_missing": N_("还缺材料：{papers}。请先传好再提交。"),
    "application.fields_missing": N_("表格还有没填的：{labels}。请先填好再提交。"),
    "application.not_offered": N_("按您的回答暂不符合条件，还不能申请。可以修改答案，或致电12333。"),
    "application.no_category": N_(
        "按现在的信息暂不符合条件，还不能提交。请核对身份证号，或致电{telephone}。"
    ),
    "application.change_unread": N_("有一处变化还没有确认。发“继续”看一看，再提交。"),
    "declaration.outdated": N_("声明更新了。请再看一遍，然后点“确认并提交”。"),
    "application.defects_open": N_("还没改好：{labels}。请改完再提交。"),
    "application.not_asked_for": N_("“{label}”不用改。只改受理机构列出的几项就行。"),
    "application.sent_already": N_("申请已提交，现在不能改了。受理编号：{receipt}。"),
    "application.ended": N_("这份申请已经办结，不能再改。"),
    "application.illegal_move": N_("申请现在的状态不能这样办。发“进度”可以看到现在到哪一步。"),
    "application.too_late_to_take_back": N_("10分钟已过，或工作人员已经接手，收不回来了。可以撤回申请，或致电12333。"),
    "application.receipt_void": N_(
        "这个编号已经作废：您把申请收回来改了，还没有再提交。草稿还在，内容都替您留着；再提交时会有新的编号。"
    ),
    "application.changed_meanwhile": N_("申请刚刚有了变化。发“进度”可以看到最新情况。"),
    "field.not_found": N_("这一项不用填。"),
    "language.unknown": N_("现在只有中文和英文。"),
    # What it was about is gone
    "screening.not_found": N_("这次自测已经过期删除了。您可以重新自测，只要几分钟。"),
    "application.not_found": N_("这份申请已经不在了。草稿保存30天，过期会自动删除。"),
    "policy.not_found": N_("这个链接里的政策不在了。您可以从这里开始。"),
    "article.not_found": N_("文件里没有这一条。请从目录里选。"),
    "answer.not_found": N_("这一题还没有回答过。"),
    "screening.other_question": N_("此按钮已过期，请从这里继续。"),
    "application.other_field": N_("此按钮已过期，请从这里继续。"),
    "idempotency.other_command": N_("此按钮已过期，请从这里继续。"),
}

KINDS: Final[dict[str, str]] = {
    "picture": N_("图片"),
    "document": N_("PDF文件"),
    "program": N_("程序"),
    "archive": N_("压缩包"),
    "office": N_("Word或Excel文件"),
    "gif": N_("动图"),
    "bitmap": N_("BMP图片"),
    "tiff": N_("TIFF图片"),
    "sound": N_("录音"),
    "video": N_("视频"),
    "web_page": N_("网页"),
    "text": N_("文本文件"),
    "unknown": N_("不认识的文件"),
}
"""What a file really is, as the backend found it."""


class _Params(dict[str, Any]):
    """A missing parameter is left out of the sentence, never a crash."""

    def __missing__(self, key: str) -> str:
        return ""


def words(_: Translate, problem: Problem) -> str:
    """The sentence for a refusal; a code without words gets an honest general one."""
    code, month = problem.code, problem.params.get("month")
    if code == "field.date_impossible" and isinstance(month, int) and not 1 <= month <= MONTHS:
        code = "field.date_no_month"  # Of two things that are wrong, the first is the month.
    template = WORDS.get(code, UNKNOWN)
    return _(template).format_map(_Params(_spoken(_, problem.params)))


def _spoken(_: Translate, params: dict[str, Any]) -> dict[str, Any]:
    said = {name: SPEAKERS[name](_, value) if name in SPEAKERS else value for name, value in params.items()}
    limit = params.get("limit")
    if isinstance(limit, int):
        said["megabytes"] = limit // (1024 * 1024)
    return said


def _joined(_: Translate, value: Any) -> str:
    return _("、").join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)


SPEAKERS: Final[dict[str, Callable[[Translate, Any], Any]]] = {
    "kind": lambda _, value: _(KINDS.get(str(value), KINDS["unknown"])),
    "titles": _joined,
    "labels": _joined,
    "papers": _joined,
}

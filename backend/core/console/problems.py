"""Refusals in words: what is wrong and what to do. Codes come from the services, words are ours."""

from dataclasses import dataclass
from typing import Any

from backend.core.console import (
    activity_problems,
    assistance_problems,
    counter_problems,
    matching_problems,
    outreach_problems,
    practice_problems,
    story_problems,
    vacancy_problems,
)
from backend.core.console.assistance_problems import NOT_FOUND
from backend.core.problems import Problem
from backend.rules.said import Said, said_in
from locales import Translate


def _(text: str) -> str:
    """Marks a sentence for translation; it is spoken when it is known in which language."""
    return text


@dataclass(frozen=True)
class Words:
    """A refusal as a page shows it."""

    title: str
    text: str
    status: int


WORDS: dict[str, tuple[str, str]] = {
    "page.not_found": NOT_FOUND,
    "application.not_found": NOT_FOUND,
    "file.not_found": NOT_FOUND,
    "office.not_found": (_("没有这个机构"), _("请从列表中重新选择机构。")),
    "office.name_missing": (_("请填写机构名称"), _("最多%(longest)s字。例如：城南街道平安社区。")),
    "office.place_wrong": (_("社区代码不对"), _("请填统计用区划代码的最后三位数字。例如：001。")),
    "office.taken": (_("已经有这个机构"), _("请检查代码或列表，不必重复设立。")),
    "officer.not_found": (_("没有这个人"), _("请从人员列表中重新选择。")),
    "staff.not_yourself": (_("不能停用自己"), _("请让另一位管理员来操作。")),
    "staff.reviewers_only": (_("只能安排经办人值班"), _("请选择可以登录的经办人。")),
    "staff.successor_missing": (
        _("请先选接手的人"),
        _("这位同事名下还有%(count)s件。选好接手的人再停用，一件也不会没有人管。"),
    ),
    "staff.successor_unknown": (_("这个人不能接手"), _("请从列表中选择同一机构、可以登录的经办人。")),
    "session.not_found": (_("这个登录已经结束"), _("您不用再做什么。")),
    "console.failed": (_("系统出了问题"), _("抱歉，这是我们的问题，您的操作没有保存。请稍后再试。")),
    "access.not_your_role": (_("您的岗位不办理这项业务"), _("如需要，请联系本单位管理员。")),
    "access.other_site": (_("没有执行"), _("这个请求来自其他网站。请回到工作台，在本页面内操作。")),
    "access.stale_form": (_("页面已过期"), _("为了安全，请返回上一页刷新后再提交。您填写的内容仍在浏览器里。")),
    "form.too_long": (_("文字太长"), _("最多%(limit)s字，现在是%(length)s字。请删减后再提交。")),
    "form.too_large": (_("内容太多"), _("一次提交的文字太多。请删减后再提交。")),
    "upload.too_large": (_("文件太大"), _("最多%(limit)s MB。请分成几个文件，或存成 Parquet 再上传。")),
    "upload.missing": (_("请选择文件"), _("可以是 .csv、.xlsx 或 .parquet，第一行是列名。")),
    "list.not_found": (_("没有这份名单"), _("它可能不属于本机构。请从“主动发现”重新进入。")),
    "candidate.not_found": (_("没有这个人"), _("信息可能已按期删除。请从名单重新进入。")),
    "finding.not_here": (
        _("本机构不办理主动发现"),
        _("名单由县（区）或市级机构的经办人员上传。如需要，请联系他们。"),
    ),
    "objection.not_automatic": (_("这里不能提出异议"), _("只有在册的自动认定可以。申请后认定的，请走行政复议。")),
    "objection.open_already": (_("已有异议正在核实"), _("请先答复这一份。")),
    "objection.not_proposed": (_("没有人提出撤销"), _("刷新页面可以看到最新情况。")),
    "objection.same_person": (_("撤销要由另一位工作人员确认"), _("您提出的撤销，请同事核对后确认。")),
    "register.level_inspects": (_("您的机构负责检查"), _("由街道（乡镇）等经办机构记录。您可以查看。")),
    "objection.not_open": (_("异议已经答复"), _("刷新页面可以看到最新情况。")),
    "objection.words_missing": (_("请写明哪里不对"), _("用本人的话写，一两句即可。")),
    "objection.answer_missing": (_("请写明答复"), _("核实了什么、结果怎样、理由是什么。会发给本人。")),
    "objection.nothing_changed": (_("类别没有变化"), _("认定没有错的，请按“认定不变”；有错的，请改动勾选。")),
    "objection.basis_unknown": (_("不是自动认定的类别"), _("请从列表中选择。其他类别由本人申请。")),
    "finding.pack_missing": (_("请选择政策"), _("名单要按一个政策来核对。")),
    "finding.unreadable": (_("这份名单没有读懂"), _("%(why)s。")),
    "finding.no_id_number": (
        _("名单里没有身份证号码"),
        _("没有号码就认不出是谁，无法邀请。请加上“身份证号码”一列。"),
    ),
    "finding.no_hukou": (
        _("名单里没有户籍所在地"),
        _("请加上“户籍所在地”一列，写6位的地区代码或区县名。"),
    ),
    "finding.screened": (_("这份名单已经核对过"), _("文件已经删除。要再核对请重新上传。")),
    "finding.not_screened": (_("还没有核对完"), _("核对完成后才能邀请。")),
    "finding.policy_ended": (_("这个政策已经到期"), _("不能据此邀请。请等新政策发布后再办。")),
    "finding.nobody_chosen": (_("请选择邀请谁"), _("至少选一个类别和一种结论。")),
    "finding.reason_missing": (_("请写明理由"), _("用几个字说明用途，例如：本周上门通知。")),
    "invitation.illegal_move": (_("现在不能这样记"), _("这个人的情况已经改变。请看清最新情况。")),
    "job.not_found": (_("没有这项任务"), _("任务和结果保留30天，可能已经删除。请重新开始。")),
    "job.given_up": (_("没有做完"), _("试了几次都中断了，已停下。请稍后重新开始；再次失败请联系管理员。")),
    "form.unreadable": (_("没有读懂这次提交"), _("请返回上一页，刷新后再试。")),
    "idempotency.other_command": (
        _("这个页面已经提交过"),
        _("内容与上次不同，没有再次执行。请刷新后重新操作。"),
    ),
    "application.changed_meanwhile": (
        _("这件刚刚有变化"),
        _("%(who)s 在 %(when)s 已经处理过。您的内容没有提交，请看清最新情况再决定。"),
    ),
    "application.illegal_move": (
        _("现在不能这样办"),
        _("这件的状态已经改变，这一步不能再做。请看清最新情况。"),
    ),
    "review.not_your_stage": (_("还没轮到本机构"), _("这件现在由另一级机构办理。您可以查看，不能办理。")),
    "review.level_inspects": (
        _("本机构负责检查"),
        _("按文件，这件由%(office)s办理。您可以查看和检查，不能办理。"),
    ),
    "review.community_prepares": (
        _("社区协助，不作决定"),
        _("这件由%(office)s办理。社区可以记录入户核实、核对材料。"),
    ),
    "review.disability_inspects": (
        _("您可以查看，不能办理"),
        _("残疾人就业服务机构提供就业援助服务，认定由%(office)s办理。"),
    ),
    "review.no_community": (_("请选择社区"), _("只能选本站所下面的社区。没有的，请管理员先设立。")),
    "review.held_by_other": (_("同事正在办理"), _("%(who)s 已接办这件。需要时请先与同事商量。")),
    "review.not_on_duty": (_("由值班人调整"), _("同事不在岗时，由本机构的值班人改派。您可以请值班人处理。")),
    "hand_over.reason_missing": (_("请写明原因"), _("例如：明天起休假两周。原因会写进记录。")),
    "hand_over.note_missing": (_("请写几句交接的话"), _("例如：入户已做，等比对结果。对方会先看到这几句。")),
    "hand_over.nobody": (_("请选择接办的同事"), _("只能选本机构的经办人，不能选办过前一阶段的人。")),
    "hand_over.open_already": (_("已经请人接办"), _("正等%(who)s回复。要换人，请先收回。")),
    "hand_over.gone": (_("这次转办已经结束"), _("可能已被收回，或案件有了变化。请看清最新情况。")),
    "contact.gone": (_("没有可联系的事项"), _("对方的事项可能已经办结。请刷新页面再看。")),
    "review.nobody_holds": (_("请先接办"), _("这件还没有人接办。接办以后才能办理。")),
    "review.same_person": (
        _("不能由同一人再审"),
        _("您办过这件的前一阶段。按规定两个阶段要由不同的人办理。"),
    ),
    "review.entered_by_you": (
        _("不能审自己录入的件"),
        _("这件是您代申请人录入的，要由另一位工作人员初审。"),
    ),
    "bulk.nothing_chosen": (_("还没有选择案件"), _("请勾选要接办的件。")),
    "bulk.too_many": (_("一次选得太多"), _("一次最多%(most)s件。")),
    "search.too_often": (
        _("查找次数太多"),
        _("为保护个人信息，按姓名和身份证号码查找有次数限制，请%(minutes)s分钟后再试。按编号可以照常查找。"),
    ),
    "lapse.not_found": NOT_FOUND,
    "lapse.not_supervisor": (_("由上级机构督办"), _("这条记录由上一级机构写明督办情况。您可以查看。")),
    "lapse.answered": (_("已经督办"), _("同事已经写明督办情况，请刷新后查看。")),
    "lapse.answer_missing": (
        _("请写明采取了什么措施"),
        _("%(shortest)s到%(longest)s个字，例如：已约谈承办人，今天内办结。"),
    ),
    "review.still_time": (_("补正日期还没到"), _("申请人可以补到%(day)s。过了这一天才能不再等待。")),
    "limits.county_or_city": (_("由县（区）或市管理员设定"), _("请让上级机构的管理员来改。")),
    "limits.unknown_step": (_("请选择阶段"), _("从列表里选一个阶段。")),
    "limits.days_out_of_range": (_("天数不对"), _("请填%(shortest)s到%(longest)s之间的整数。")),
    "limits.day_past": (_("执行日期已经过去"), _("承诺不能往前改，请选今天或以后。")),
    "limits.day_missing": (_("请选择执行日期"), _("例如：2026-12-01。")),
    "limits.reason_missing": (_("请写明理由"), _("%(shortest)s到%(longest)s个字，例如：人手已增加，缩短初审时间。")),
    "review.day_in_future": (_("日期还没到"), _("请填写今天或更早的日期。")),
    "review.day_before_submission": (_("日期太早"), _("核查应在申请提交之后进行。请检查日期。")),
    "review.source_missing": (_("还有比对来源没有选择"), _("每个来源都要选择结果：%(source)s。")),
    "review.note_missing": (_("请写明比对的情况"), _("“%(source)s”不一致或无法比对，请写明哪里不一致、为什么比不了。")),
    "review.visitors_missing": (_("请填写入户人员"), _("至少写一名，建议两名。例如：周敏、吴刚。")),
    "review.second_visitor_missing": (
        _("请写第二名入户人员"),
        _("入户一般两人同去。确实只有一人的，请写明原因。"),
    ),
    "review.match_pending": (_("比对还没有全部出结果"), _("%(step)s里还有来源等待结果。收到结果后请重新记录。")),
    "review.too_many_photos": (_("照片够多了"), _("最多%(most)s张。可以先删掉不清楚的。")),
    "review.photo_missing": (_("请选择照片"), _("可以是 JPG、PNG 或 HEIC。")),
    "file.too_large": (_("照片太大"), _("请缩小后再传。")),
    "file.picture_wanted": (_("这不是照片"), _("请选择 JPG、PNG 或 HEIC 照片。")),
    "file.not_accepted": (_("这不是照片"), _("请选择 JPG、PNG 或 HEIC 照片。")),
    "file.mislabelled": (_("这不是照片"), _("请选择 JPG、PNG 或 HEIC 照片。")),
    "file.empty": (_("这个文件是空的"), _("请重新选择照片。")),
    "file.unreadable": (_("这张照片打不开"), _("请重新拍一张，或换一种格式再传。")),
    "file.too_many_pixels": (_("照片太大"), _("请缩小后再传。")),
    "review.place_missing": (_("请填写入户地点"), _("例如：城南街道平安路1号。")),
    "review.findings_missing": (_("请填写核实情况"), _("写清看到、问到的情况，一两句即可。")),
    "review.unknown_paper": (_("没有这份材料"), _("请刷新页面后再试。")),
    "review.comment_missing": (_("请写明问题"), _("“%(target)s”哪里不对、怎样补正，请写给申请人看。")),
    "review.opinion_missing": (_("请填写意见"), _("意见会印在申请表上。例如：经比对和入户核实，同意上报。")),
    "review.explanation_missing": (
        _("请说明为什么仍然通过"),
        _("还有：%(against)s。请在意见里写明怎样核实的、为什么通过，至少%(shortest)s个字。"),
    ),
    "review.step_missing": (_("还有核查没有记录"), _("请先记录%(step)s。")),
    "file.not_clean": (
        _("这个文件还不能打开"),
        _("它还没有通过安全检查。通过后才能查看，不用您做什么。"),
    ),
    "file.not_checked": (_("安全检查暂时没有回应"), _("这个文件还没收下。请过几分钟再传一次。")),
    "review.paper_checking": (
        _("有文件还在安全检查"),
        _("“%(paper)s”有文件还没查完，查完才能通过。一直查不完的，请联系系统管理员。"),
    ),
    "review.paper_stopped": (
        _("有文件没有通过安全检查"),
        _("“%(paper)s”有文件已隔离，不能打开。请退回补正，请申请人重新上传。"),
    ),
    "review.original_unseen": (
        _("原件还没有核验"),
        _("文件要求同时交原件和复印件：%(paper)s。看过原件后，请在这份材料上勾选“原件已核验”。"),
    ),
    "review.paper_rejected": (_("有材料不合格"), _("“%(paper)s”标为不合格。请退回补正，或改判后再通过。")),
    "review.no_defects": (_("请勾选要补正的内容"), _("至少选一项，并写明问题。所有问题请一次告知。")),
    "review.unknown_target": (_("没有这一项"), _("“%(target)s”不能补正。请刷新页面后再选。")),
    "review.defect_twice": (_("同一项写了两次"), _("“%(target)s”只能写一次，请合并说明。")),
    "review.citation_missing": (_("请选择依据的条款"), _("不予通过必须写明依据哪一条。")),
    "review.unknown_citation": (_("没有这个条款"), _("请从列表中选择条款。")),
    "review.reason_missing": (_("请写明理由"), _("理由会写进记录，请用一两句话说清。")),
    "review.reason_too_short": (
        _("理由太短"),
        _("请写给申请人看：哪个条件不符合，事实是什么，至少%(shortest)s个字。"),
    ),
    "review.reveal_over": (
        _("完整信息已隐藏"),
        _("完整信息只显示60秒。如仍需要，请回到案件页，重新写明理由后再下载。"),
    ),
    "letter.not_found": NOT_FOUND,
    "call.recorded": (_("已经有人打过电话"), _("同事刚刚记下了这次电话，您不用再打。")),
    "call.result_missing": (_("请选择电话的结果"), _("选“已告诉本人”或“没有打通”。")),
    "call.way_missing": (_("请选择怎样告知的"), _("退出的通知，要登记是怎样告知本人的。")),
    "call.whom_missing": (_("请写明告知了谁"), _("例如：本人。由别人签收的，写明关系。")),
    "call.day_in_future": (_("日期不能晚于今天"), _("告知以后再登记。")),
    "call.day_too_early": (_("日期早于这封通知"), _("通知是%(day)s写的，请填写这一天或以后。")),
    "review.issuer_missing": (_("请写明出具部门"), _("例如：农业农村局。文件写的是“等部门”，要写清是哪个部门出具的。")),
    "review.read_only": (_("您可以查看，不能办理"), _("督查岗位只读。如需办理，请联系经办机构。")),
    "review.same_office": (
        _("不能由同一机构再审"),
        _("本机构办过这件的前一阶段。按规定两个阶段要由不同的机构办理。"),
    ),
    "review.text_too_long": (_("文字太长"), _("最多%(longest)s字。请删减后再提交。")),
    "review.paper_expired": (_("这份材料已经过期"), _("有效期到%(day)s为止。请选“不符合要求”，请申请人换新的。")),
    "review.paper_too_far": (
        _("有效期太远，请核对年份"),
        _("最晚能写到%(day)s。证件上写“长期”的，请留空。"),
    ),
    "review.disability_no_length": (
        _("残疾人证号的位数不对"),
        _("应是20位：18位身份证号码，加类别、等级各1位。现在是%(length)s位，请对照证件再看一遍。"),
    ),
    "review.disability_no_characters": (
        _("残疾人证号里有不该有的字"),
        _("应是20位数字，只有第18位可以是X。请对照证件再看一遍。"),
    ),
    "review.disability_no_kind": (
        _("残疾人证号的第19位不对"),
        _("第19位是残疾类别，从1到7。现在是%(digit)s，请对照证件再看一遍。"),
    ),
    "review.disability_no_grade": (
        _("残疾人证号的第20位不对"),
        _("第20位是残疾等级，从1到4。现在是%(digit)s，请对照证件再看一遍。"),
    ),
    "review.disability_no_other": (
        _("前18位与申请人的身份证号码不同"),
        _("请对照证件再看一遍。确是别人的证件，请选“不符合要求”并写明。"),
    ),
    "review.disability_no_differs": (
        _("证号和选的类别、等级不同"),
        _("证号显示%(says)s。请对照证件再看一遍，两处要一致。"),
    ),
    "review.disability_half": (_("类别和等级要一起选"), _("证件上两样都印着。看不清的，两样都先不选。")),
    "review.rejected_not_named": (
        _("不符合要求的材料没有列进去"),
        _("“%(papers)s”标为不符合要求。请一并勾选（一次性告知），或先改判。"),
    ),
    "review.defect_of_verified": (
        _("“%(target)s”已记为核对无误"),
        _("不能同时写“%(said)s”。确有问题的，请先在案件页把这份材料改判为“不符合要求”。"),
    ),
    "review.valid_until_unclear": (_("没有读懂日期"), _("请写成 2028-06-30，或留空。")),
    "review.id_number_in_text": (
        _("请删去身份证号码"),
        _("这段文字会发到申请人的手机上，不要写身份证号码。"),
    ),
    "review.result_missing": (_("请选择核实结果"), _("情况属实、有疑问，或未见到本人。")),
    "review.day_missing": (_("请填写日期"), _("例如：2026-11-21。")),
    "review.mark_missing": (_("请选择核对结果"), _("核对无误，或不符合要求。")),
    "review.not_checked": (_("请确认已自行核对"), _("核对完成后，勾选确认再提交。")),
    "access.staff_only": (_("登录已失效"), _("您的账号或岗位有变化。请重新登录。")),
    "registry.already_standing": (_("此人已在册"), _("名册里已有这个人的在册记录，不能重复认定。")),
    "staff.sign_in_refused": (_("用户名或密码不对"), _("请检查后再试。忘记密码请联系本单位管理员。")),
    "staff.too_many_attempts": (_("尝试次数太多"), _("为保护账号，请%(minutes)s分钟后再试。")),
    "staff.first_code_refused": (_("验证码不对"), _("请输入手机上最新的6位数字。一直不对的，请核对手机的时间。")),
    "staff.code_refused": (
        _("验证码不对"),
        _("请输入手机上最新的6位数字；用过的要等下一个。也可以用一个没用过的恢复码。"),
    ),
    "staff.step_over": (_("请从头登录"), _("这一步已经过期，或密码刚修改过。请重新输入用户名和密码。")),
    "staff.factor_stands": (_("已经绑定手机"), _("换手机请先在“我的账号”里解除，或请管理员重置。")),
    "staff.no_factor": (_("还没有绑定手机"), _("不用重置，下次登录时绑定即可。")),
    "staff.own_factor": (_("不能给自己重置"), _("请在“我的账号”里用验证码解除，或请另一位管理员操作。")),
    "staff.roles_unknown": (_("BANGBAN_SECOND_FACTOR写错了"), _("没有这些岗位：%(unknown)s。可以写：%(known)s")),
    "staff.invitation_gone": (
        _("邀请链接已失效"),
        _("链接只能用一次，24小时内有效。请联系本单位管理员重新发送。"),
    ),
    "staff.admins_only": (_("您的岗位不办理这项业务"), _("如需要，请联系本单位管理员。")),
    "staff.login_taken": (_("用户名已被使用"), _("请换一个用户名。")),
    "staff.login_invalid": (_("用户名格式不对"), _("用3到40个小写字母、数字、点或横线。例如：zhoumin。")),
    "staff.role_missing": (_("请选择岗位"), _("岗位决定能看到和办理什么。")),
    "password.too_short": (_("密码太短"), _("至少%(shortest)s个字符。可以用几个不相关的词。")),
    "password.too_long": (_("密码太长"), _("最多%(longest)s个字符。")),
    "password.common": (_("这个密码容易被猜到"), _("请换一个。可以用几个不相关的词连起来。")),
    "password.not_the_same": (_("两次输入不一样"), _("请再输入一遍同样的密码。")),
    "policy.not_found": (_("没有这个版本"), _("它可能不属于本市。请从政策列表重新进入。")),
    "policy.staff_only": (
        _("您的岗位不办理这项业务"),
        _("政策由市级机构的政策岗位维护。如需要，请联系管理员。"),
    ),
    "policy.illegal_move": (_("现在不能这样办"), _("这个版本的状态已经改变，这一步不能再做。请看清最新情况。")),
    "policy.changed_meanwhile": (
        _("这个版本刚刚有变化"),
        _("%(who)s 在 %(when)s 改过。您写的还在，请先看最新情况；再次提交会按您写的保存。"),
    ),
    "policy.too_long": (_("文本太长"), _("最多%(limit)s字。请删减后再提交。")),
    "policy.lint_missing": (_("文本检查还没有通过"), _("请改正文本中的错误并保存。")),
    "policy.trials_missing": (_("示例人物还没有通过"), _("请到“示例人物”页按现在的文本核对。")),
    "policy.impact_missing": (_("还没有看过影响"), _("请到“影响”页按现在的文本和日期看一遍。")),
    "policy.impact_outdated": (
        _("影响要重新计算"),
        _("文本、执行日期或现行版本有变化，或者计算以后还没有人看过、已过30天。请到“影响”页重新计算并查看。"),
    ),
    "policy.list_unreadable": (_("这份名单没有读懂"), _("%(why)s。")),
    "policy.day_missing": (_("还没有定执行日期"), _("请先定下从哪一天起执行。")),
    "policy.day_past": (_("执行日期已经过去"), _("请填写今天或以后的日期。")),
    "policy.day_unclear": (_("看不懂这个日期"), _("例如：2026-12-01。")),
    "policy.same_person": (
        _("不能复核自己写的版本"),
        _("您写过这个版本。按规定要由另一位政策岗位的同事复核。"),
    ),
    "policy.version_taken": (
        _("这个版本号已经发布过"),
        _("%(version)s 已经发布过。请把文本中的 version 改成新的编号。"),
    ),
    "policy.in_force": (_("已经执行，不能撤回"), _("执行日期已到。要改回去，请起草并发布一个新版本。")),
    "policy.broken": (_("文本读不了，没有发布"), _("请改好这一处再发布：%(mistake)s")),
    "register.not_found": (_("没有这条记录"), _("它可能不在您的辖区。请从名册重新进入。")),
    "register.illegal_move": (_("现在不能这样办"), _("这条记录的状态已经改变，这一步不能再做。请看清最新情况。")),
    "register.changed_meanwhile": (
        _("这条记录刚刚有变化"),
        _("别的工作人员已经办理过。您写的还在，请先看最新情况。"),
    ),
    "exit.not_provided": (_("文件没有写退出办法"), _("这份政策没有规定退出，不能在这里办理。")),
    "exit.not_yours_to_propose": (_("您的机构不能提出退出"), _("按文件，退出由%(levels)s机构提出。")),
    "exit.not_yours_to_decide": (_("您的机构不能审定退出"), _("按文件，退出由%(levels)s机构审定。您可以提出建议。")),
    "exit.same_person": (_("不能审定自己提出的退出"), _("按规定要由另一位工作人员审定。")),
    "exit.own_record": (_("不能审定以自己的记录为依据的退出"), _("请由没有登记过这些记录的另一位工作人员审定。")),
    "exit.heard_since": (_("已经联系上本人"), _("任何联系都使“无法联络”重新计算，这次不能审定退出。请选“不退出”。")),
    "exit.certificate_renewed": (_("证件已经换新"), _("登记的有效期到%(day)s，这次不能审定退出。请选“不退出”。")),
    "exit.on_its_way": (
        _("通知还在发送"),
        _("给本人的通知还没有送到，说明的时间从送到那天算起。一直送不到的，会列入“没有送到，请打电话”。"),
    ),
    "exit.not_told": (_("还没有告知本人"), _("通知没有送到。请先打电话或送达，并登记是怎样告知的；说明的时间从那天算起。")),
    "exit.reply_open": (_("还在听取本人说明"), _("请在%(until)s以后审定，或先记录本人的说明。")),
    "exit.ground_missing": (_("请选择退出情形"), _("只能选本政策文件列出的情形。")),
    "exit.reason_missing": (_("请选择具体情形"), _("文件把这一条分成几种情形，请选一种。")),
    "exit.basis_not_held": (
        _("这一情形与此人的认定类别不符"),
        _("它只针对部分类别，此人没有以这些类别在册。请换一种情形。"),
    ),
    "exit.evidence_missing": (_("请写明证据"), _("例如：养老待遇发放记录，2026年11月。")),
    "exit.signed_missing": (_("需要本人签名的书面材料"), _("请上传签名材料的照片。口头或聊天里的表示不够。")),
    "exit.told_missing": (_("请写明告诉本人的情况"), _("本人会看到这句话。请写事实，不写身份证号码。")),
    "exit.day_in_future": (_("日期不能晚于今天"), _("请填写今天或以前的日期。")),
    "exit.day_before_recognition": (_("日期早于认定日期"), _("认定日期是%(day)s，请填写这一天或以后。")),
    "exit.day_unclear": (_("看不懂这个日期"), _("例如：2026-11-21。")),
    "exit.too_few_refusals": (
        _("拒绝服务的次数不够"),
        _("%(months)s个月内要有%(count)s次经核定的拒绝记录。请先记录并核定。"),
    ),
    "exit.not_silent": (
        _("还不到连续无法联络"),
        _("要满%(months)s个月，在不同的日子用至少%(channels)s种方式联络%(count)s次都没有联系上。"),
    ),
    "exit.not_retired": (_("还没到法定退休日"), _("按登记的出生日期，法定退休日是%(day)s。")),
    "exit.affirm_missing": (_("请确认已经核实"), _("这一情形要求审定人自己核实，请勾选确认。")),
    "exit.refusal_missing": (_("请写明不退出的理由"), _("这句话留在记录里，不发给本人。")),
    "exit.reply_missing": (_("请写明本人的说明"), _("本人说了什么，就写什么。")),
    "exit.form_needed": (_("需要本人签名的书面声明"), _("请本人到街（镇）填写并签名。")),
    "exit.file_kind": (_("这个文件打不开"), _("请上传照片（JPG、PNG）或PDF，每个不超过%(limit)s。")),
    "refusal.offer_missing": (_("请选择哪一种服务"), _("选提供给本人的那一种。")),
    "refusal.what_missing": (_("请写明提供了什么"), _("例如：某某超市理货员岗位。")),
    "refusal.reason_missing": (_("请写明本人的理由"), _("本人怎么说，就怎么写；没有说的，写“没有说明”。")),
    "refusal.day_in_future": (_("日期不能晚于今天"), _("请填写今天或以前的日期。")),
    "refusal.not_found": (_("没有这条拒绝记录"), _("请从记录页重新进入。")),
    "refusal.judged": (_("已经核定过"), _("这条拒绝记录已有结论，不能再改。")),
    "refusal.same_person": (_("不能核定自己记录的拒绝"), _("按规定要由另一位工作人员核定。")),
    "refusal.why_missing": (_("请写明理由"), _("为什么计入或不计入，请写一句。")),
    "contact.channel_missing": (_("请选择联络方式"), _("选这一次实际用的方式。")),
    "contact.day_in_future": (_("日期不能晚于今天"), _("请填写今天或以前的日期。")),
    "contact.note_missing": (_("请写明联系的情况"), _("联系上了的，请写一句谈了什么。")),
    "certificate.unknown": (_("没有这种证件"), _("请从记录页重新选择。")),
    "certificate.too_far": (_("有效期太远，请核对年份"), _("最晚能写到%(day)s。请按证件上的日期填写。")),
    "certificate.too_early": (_("日期早于认定日期"), _("有效期应在认定日期%(day)s以后，请核对。")),
    "task.proof_missing": (_("请选择证书或测评"), _("掌握了技能才能办结：凭证书，或测评通过。")),
    "task.name_missing": (_("请写证书或测评的名称"), _("例如：保育员五级，60字以内。")),
    "todo.answered": (_("这一项已经答复"), _("别的工作人员刚刚办理过。请看最新情况。")),
    "export.office_missing": (_("没有这个机构"), _("只能选本辖区内的机构。请从列表中重新选择。")),
    "household.itself": (_("这是同一条记录"), _("请填写另一位家庭成员的登记编号。")),
    "provincial.not_found": (_("没有这条记录"), _("它可能不在您的辖区。")),
    "provincial.not_failed": (_("不需要重新发送"), _("这条没有失败，系统会自己发送。")),
    "staff.name_missing": (_("请填写姓名"), _("例如：周敏。")),
}
_ROOMS = (
    activity_problems,
    assistance_problems,
    counter_problems,
    matching_problems,
    outreach_problems,
    practice_problems,
    story_problems,
    vacancy_problems,
)
for _room in _ROOMS:
    WORDS |= _room.WORDS


def words_for(problem: Problem, say: Translate) -> Words:
    """The refusal of a code; one nobody foresaw still says honestly that nothing was done."""
    if problem.code == "review.held_by_other" and not problem.params.get("who"):
        problem = Problem("review.nobody_holds", problem.status)
    if problem.code == "application.changed_meanwhile" and not problem.params.get("who"):
        problem.params["who"] = say(_("申请人"))
    title, text = WORDS.get(problem.code, (_("没有执行"), _("这一步没有完成，内容没有改变。请刷新后再试。")))
    params = _Params({name: _said(value, say) for name, value in problem.params.items()})
    return Words(say(title) % params, say(text) % params, problem.status)


def _said(value: Any, say: Translate) -> Any:
    """What a file or a pack is told to be, in the language of the refusal."""
    return said_in(value, say) if isinstance(value, Said) else value


class _Params(dict[str, Any]):
    """A gap in a sentence is better than no sentence."""

    def __missing__(self, name: str) -> str:
        return ""

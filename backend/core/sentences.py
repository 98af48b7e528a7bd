"""Codes of the audit turned into sentences people read. Source words are Chinese (domain ``notices``)."""

from collections.abc import Mapping
from typing import Any

from locales import translator


def N_(message: str) -> str:
    """Marks a message that is translated when it is shown."""
    return message


SENTENCES: Mapping[str, str] = {
    "application.started": N_("开始填写申请"),
    "application.submitted": N_("提交了申请"),
    "application.supplied": N_("补正完毕"),
    "application.withdrawn": N_("撤回了申请"),
    "application.taken_back": N_("提交后10分钟内收回（受理编号{receipt}作废）"),
    "application.forgotten": N_("草稿过期，已删除"),
    "own_data.erased": N_("删除了自己的自测、草稿和提醒"),
    "consent.given": N_("同意处理个人信息"),
    "topic.chosen": N_("选了消息主题“{topic}”"),
    "topic.left": N_("退订了消息主题“{topic}”"),
    "news.area_set": N_("改了消息地区 {area}"),
    "news.quiet_hours_set": N_("免打扰时间改为{begin}点到{end}点"),
    "application.taken_up": N_("接手办理"),
    "application.assigned": N_("交给{officer}办理"),
    "application.released": N_("交回本机构待办，原因：{reason}"),
    "application.hand_over_offered": N_("请{who}接办：{note}"),
    "application.hand_over_accepted": N_("从{who}接办"),
    "application.hand_over_declined": N_("没有从{who}接办 {reason}"),
    "application.hand_over_taken_back": N_("收回了转办"),
    "application.reassigned": N_("改由{who}办理，原因：{reason}"),
    "application.inherited": N_("承办人离岗，由{who}接办"),
    "application.left_to_the_office": N_("承办人离岗，交回本机构待办"),
    "application.sent_back": N_("退回{office}重新初审"),
    "application.entrusted": N_("交{office}协助：{note}"),
    "application.photo_added": N_("添加了入户照片"),
    "application.photo_removed": N_("删除了入户照片"),
    "application.contact_asked": N_("请另一地区的机构联系"),
    "application.contact_wanted": N_("{office}请求联系，因为同一人在那里也有事项"),
    "application.contact_made": N_("已与{office}联系"),
    "application.record_match": N_("记录了信息比对：{result}"),
    "application.home_visit": N_("记录了入户核实：{result}"),
    "application.paper_marked": N_("核对材料“{paper}”：{result}"),
    "application.file_stopped": N_("材料“{paper}”有文件没有通过安全检查，已隔离"),
    "application.endorsed": N_("审查通过，上报{office}"),
    "application.returned": N_("退回补正，共{count}处"),
    "application.extended": N_("补正时间延长到{day}，理由：{reason}"),
    "application.resumed": N_("补正日期已过，不再等待，继续审查，理由：{reason}"),
    "application.overdue": N_("超过办理期限{due}，{office}记录在案，已提醒{above}"),
    "application.lapse_answered": N_("上级机构督办：{answer}"),
    "application.recognised": N_("审核通过，认定为就业困难人员，登记编号{number}"),
    "application.declined": N_("不予认定，依据{article}"),
    "application.revealed": N_("查看了完整信息，理由：{reason}"),
    "application.covered": N_("隐藏了完整信息"),
    "application.printed_whole": N_("下载了含完整信息的申请表PDF"),
    "letter.written": N_("通知申请人（{number}）"),
    "register.inherited": N_("帮扶责任人离岗，由{who}接手"),
    "register.entered": N_("列入实名制名册，登记编号{number}"),
    "register.exit_proposed": N_("提出退出，依据{article}（{origin}）"),
    "register.exit_answered": N_("记录了本人的说明"),
    "register.exited": N_("审定退出，依据{article}，退出日期{day}"),
    "register.basis_lapsed": N_("去掉{count}个认定类别，其他类别保留"),
    "register.kept": N_("审定不退出，身份保留"),
    "register.recovery_opened": N_("开立追回补助资金案件"),
    "register.nobody_told": N_("没有发通知：{reason}"),
    "register.refusal_recorded": N_("记录了拒绝服务：{offer}"),
    "register.refusal_judged": N_("核定了拒绝服务：{result}"),
    "register.contact": N_("记录了一次联络：{result}"),
    "register.may_fit_too": N_("到年龄，可能也符合{name}"),
    "register.warned": N_("提醒证件{day}到期"),
    "register.certificate": N_("更新了证件有效期"),
    "register.household": N_("关联了同一家庭"),
    "register.employed": N_("登记已就业，自{day}起"),
    "provincial.sent": N_("省级系统已收到，回执{receipt}"),
    "provincial.failed": N_("省级系统没有收到"),
    "provincial.retried": N_("重新发送到省级系统"),
    "limit.set_working": N_("把{step}的时限定为{days}个工作日，自{day}起执行，理由：{reason}"),
    "limit.set_calendar": N_("把{step}的时限定为{days}天，自{day}起执行，理由：{reason}"),
    "assistance.recorded": N_("记录了服务“{kind}”（{day}）"),
    "assistance.corrected": N_("更正了一条服务记录"),
    "check.recorded": N_("记录了就业状态：{channel}"),
    "sample.drawn": N_("抽查{n}人（从{population}人中，种子{seed}）"),
    "plan.made": N_("制定了援助计划，共{steps}步"),
    "plan.step_done": N_("完成了援助计划第{step}步"),
    "plan.ended": N_("结束了援助计划：{result}"),
    "ledger.signed": N_("签认了{month}的台账，共{lines}条"),
    "care.taken_over": N_("接手负责此人（原责任人{before}已离岗）"),
    "care.interval_set": N_("把走访间隔定为{days}天"),
    "grant.entered": N_("登记了“{subsidy}”{months}个月"),
    "grant.annulled": N_("撤销了{months}个月的补贴登记，理由：{reason}"),
    "ticket.opened": N_("登记了热线来电{number}，转{office}"),
    "ticket.take": N_("接手热线来电{number}"),
    "ticket.release": N_("放回热线来电{number}"),
    "ticket.hand_on": N_("转办热线来电{number}"),
    "ticket.note": N_("记录了热线来电{number}的跟踪情况"),
    "ticket.close": N_("办结热线来电{number}"),
    "ticket.reopen": N_("重新打开热线来电{number}"),
    "client.assigned": N_("交由社工{provider}帮扶"),
    "person.revealed": N_("查看了完整信息，理由：{reason}"),
    "person.covered": N_("隐藏了完整信息"),
    "export.asked": N_("申请导出（{values}），理由：{reason}"),
    "export.taken": N_("下载了导出的文件，共{rows}行"),
    "trail.searched": N_("查询了操作记录：{number} {name}"),
    "client.ended": N_("结束社工{provider}的帮扶"),
    "policy.started": N_("以版本{older}起草新版本"),
    "policy.written": N_("修改了文本"),
    "policy.day_set": N_("定下执行日期{day}"),
    "policy.lint": N_("检查了文本：{passed}"),
    "policy.trials": N_("核对了示例人物：{passed}"),
    "policy.impact": N_("看过影响"),
    "policy.list_taken": N_("下载了受影响名单，共{count}行"),
    "policy.list_sent": N_("用另一份名单试算影响，共{rows}行"),
    "policy.approved": N_("复核通过版本{version}"),
    "policy.published": N_("发布版本{version}，自{day}起执行"),
    "policy.withdrawn": N_("撤回版本{version}"),
    "policy.people_to_tell": N_("有{count}人要告知"),
    "policy.people_told": N_("已安排告知{count}人"),
    "job.cancelled": N_("取消了正在进行的任务"),
    "list.uploaded": N_("上传了名单“{name}”，共{rows}行"),
    "list.screening": N_("开始核对名单"),
    "list.screened": N_("核对完名单，找到{found}人"),
    "list.inviting": N_("开始邀请，类别：{categories}"),
    "list.invited": N_("邀请了{count}人，其中聊天通知{letters}人"),
    "list.discarded": N_("删除了名单和未邀请的人"),
    "list.printed": N_("打开了{count}份邀请单，含完整姓名和电话，理由：{reason}"),
    "invitation.opened": N_("打开了邀请"),
    "invitation.declined": N_("答复不需要"),
    "invitation.decline": N_("记录了：本人不需要"),
    "invitation.not_reached": N_("记录了：没有联系上"),
    "officer.added": N_("添加工作人员{name}"),
    "officer.invited": N_("给{name}发出设置密码的邀请"),
    "officer.password_set": N_("{name}设置了新密码"),
    "officer.let_in": N_("启用{name}的账号"),
    "officer.kept_out": N_("停用{name}的账号"),
    "office.opened": N_("设立{office}"),
    "office.communities_review": N_("{office}改由社区初审"),
    "office.communities_prepare": N_("{office}改由街道（乡镇）初审，社区协助"),
    "officer.on_duty": N_("安排{name}值班"),
    "officer.off_duty": N_("取消{name}值班"),
    "officer.signed_in": N_("登录"),
    "officer.signed_out": N_("退出登录"),
    "officer.sign_in_refused": N_("登录失败"),
    "officer.session_ended": N_("结束了一个登录会话"),
}
"""The words of every code passed to ``unit.audit``."""

VALUES: Mapping[str, str] = {
    "match": N_("一致"),
    "mismatch": N_("不一致"),
    "not_available": N_("无法比对"),
    "pending": N_("等待结果"),
    "confirmed": N_("情况属实"),
    "doubtful": N_("有疑问"),
    "not_met": N_("未见到本人"),
    "received": N_("已收到"),
    "verified": N_("核对无误"),
    "rejected": N_("不符合要求"),
    "missing": N_("未提交"),
    "officer": N_("工作人员提出"),
    "check": N_("系统检查"),
    "person": N_("本人申请"),
    "counted": N_("无正当理由，计入"),
    "justified": N_("有正当理由，不计入"),
    "heard": N_("联系上了"),
    "not_heard": N_("没有联系上"),
    "guidance": N_("职业指导"),
    "post": N_("职业介绍"),
    "training": N_("职业培训"),
    "public_post": N_("公益性岗位"),
    "other": N_("其他就业服务"),
    "died": N_("本人死亡"),
    "no_account": N_("没有聊天账号"),
    "visit": N_("日常走访"),
    "spot_check": N_("不定期抽查"),
    "helper": N_("专人帮扶"),
    "comparison": N_("部门信息比对"),
    "survey": N_("调查摸底"),
    "whole": N_("含完整个人信息"),
    "covered": N_("个人信息已隐藏"),
    "reached": N_("目标已实现"),
    "changed": N_("情况变化，另订计划"),
    "dropped": N_("不再进行"),
    "yes": N_("通过"),
    "no": N_("没有通过"),
    "policy": N_("政策"),
    "jobs": N_("岗位"),
    "events": N_("招聘会和培训"),
}
"""The words of codes used as parameters of a sentence."""


class _Params(dict[str, Any]):
    """A parameter that an old entry does not have leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return ""


def sentence(action: str, params: Mapping[str, Any], language: str) -> str:
    """The sentence of one audit entry; an unknown code is shown as it is."""
    _ = translator("notices", language)
    words = SENTENCES.get(action)
    if words is None:
        return action
    shown = {name: value_words(value, language) for name, value in params.items()}
    return _(words).format_map(_Params(shown))


def value_words(value: Any, language: str) -> Any:
    """A code in words; anything else unchanged."""
    words = VALUES.get(value) if isinstance(value, str) else None
    return translator("notices", language)(words) if words else value

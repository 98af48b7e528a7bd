"""Commands, and the words that do the same: nobody has to type a slash."""

import re
from typing import Final

OPENING: Final = re.compile(
    "没有?工作|失业|下岗|待业|辞退|被裁|裁员|找工作|申请|认定|就业困难|补贴|残疾|征地|lost my job|unemployed|apply"
)
"""How people begin who do not know what to say to a machine."""

LOST: Final = re.compile("没有?工作|失业|下岗|待业|辞退|被裁|裁员|找工作")
PLEA: Final = re.compile("咋办|怎么办|咋整|怎么弄")
"""Work is lost, and: what shall I do. Together a cry for help, unless a paper or a right is named."""
PAPERS: Final = re.compile("证|登记|补贴|资格")
ASKED: Final = re.compile(
    "什么|怎么|怎样|如何|咋|啥|多久|多少|多长|多大|几[个天年月次岁份]|哪|谁|边度|为什么|为啥|能不能|可不可以|行不行|有没有"
    "|要不要|会不会|是不是|算不算|吗|[？?]|不$|\\b(?:how|what|when|where|which|who|why|can i|do i|am i)\\b"
)
"""Words with which people ask."""
ASKED_CLEARLY: Final = re.compile("(?:吗|么|嘛|呢|[？?])[。.！!？?～~ ]*$")
SHORTEST_QUESTION: Final = 4
MOST_CLAUSES: Final = 20
"""Of one message that are looked at."""
GROUNDS: Final = re.compile(
    "(?:这个|这样|你们)?(?:有|是)?(?:什么|啥|哪个|哪条)?(?:政策|法律|文件)?依据(?:是什么|是啥|在哪|在哪里|呢|什么)?"
    "|(?:为什么|为啥|干嘛|干吗)要问(?:我)?(?:这个|这些|这)?(?:问题)?|为啥问(?:这个|这些)?"
    "|根据(?:什么|哪条|哪一条|哪个)(?:规定|政策|文件)?|why do you ask(?: this)?|on what grounds"
)
"""On which article does this rest."""

DISAGREES: Final = re.compile(
    "我?(?:就是|真的)?(?:不服气?"
    "|(?:不服|不同意|不认可|不接受)(?:你们的?)?(?:这个|这种|这次)?(?:的?(?:审核|认定))?(?:决定|结果|结论|认定))"
    "|对(?:这个|审核|认定)*(?:决定|结果)(?:不服|不满意?|有异议|有意见)"
    "|(?:我)?(?:要|想|想要|怎么|如何|怎样|能|可以|能不能|可不可以)?(?:申请|提出?|提起|有)?(?:复核|复议|行政复议|申诉|上诉|异议)(?:吗|呢)?"
    "|(?:复核|行政复议|复议|申诉)(?:怎么|如何|怎样|去哪里?|在哪里?|找谁)?(?:申请|提出?|办理?|弄|写)?(?:吗|呢)?"
    "|(?:不服|有异议|不同意)(?:的话)?(?:怎么办|咋办|找谁|去哪里?)"
    "|appeal|objection|i (?:disagree|object)|i want to (?:appeal|object)"
)
"""Somebody does not agree with what was decided. 不同意 alone may be the answer to a consent."""
DISTRUSTS: Final = re.compile(
    "(?:这个|这|你们|办这个|办理|认定|申请|全程)?(?:要不要|要|用|需要|需不需要|用不用|会不会|会)?(?:另外)?"
    "(?:交钱|交费|收钱|收费|花钱|付钱|付费|缴费)(?:吗|么|嘛|不)?"
    "|(?:这个|这|你们|办这个|办理|认定|申请)?(?:是)?(?:要钱吗|要多少钱|多少钱|免费吗|免费的吗|不要钱吗|收不收费|收不收钱|要不要钱)"
    "|(?:你们?|这|这个|您)?(?:是不是|不会是|会不会是|是|该不会是)(?:个)?(?:骗子|骗人的|骗钱的|诈骗|假的)(?:吗|吧|么)?"
    "|(?:你们?|这|这个)?(?:是真的[吗么]|是不是真的|真的假的|靠谱吗|可信吗|可靠吗|是官方的吗|官方的吗|是政府的吗)"
    "|(?:is it|is this) (?:free|a scam|real)|do i have to pay"
)
"""Whether it costs anything, and whether it is what it says."""

CLAUSES: Final = re.compile(r"[，,。．.；;！!？?、\s]+")
"""Between them one says what one wants: 我不服，我没有上班，我要申诉。"""
HOW_LONG: Final = re.compile(
    "(?:请问|那|大概|大约|一般|到底|我的?|你们|这个|这|全部|整个|一共|总共|从头到尾|就业困难人?员?|申请|认定|审核|初审|复审|审批|审查"
    "|补正|办理|办这个|交上去|递上去|交了|提交|材料|以?后|了|的|，|,|要|需要|得|会|等|办|审|走|批|还)*"
    "(?:多久|多长时间|几天|多少天|几个工作日|多少个?工作日|好久|几久|多少时间)"
    "(?:才|能|可以|就|会|大概|办|批|审)*(?:好|完|成|下来|有结果|出结果|知道结果|有消息|通过|审核|认定|时间)?(?:呢|啊|呀|吗|了)?"
    "|(?:申请|认定|审核|结果)?(?:什么时候|啥时候|几时|何时)(?:才|能|可以|会)*(?:办好|办完|办下来|下来|批下来|有结果|出结果|出来)(?:呢|啊|呀)?"
    "|(?:办理?|审核|认定)(?:时间|时限|期限)(?:是?(?:多久|多长|几天|多少天))?"
    "|how (?:long|many days) (?:does|will) (?:it|the application|this) take"
)
"""How long it takes: the application, a review, a correction. 补贴能领多久 is another matter."""

STILL_VALID: Final = re.compile(
    "(?:请问)?(?:(?P<document>.{0,12}(?:政策|文件|办法|规定|通知|条文|条例))|这个|这份|这)?的?"
    "(?:现在|如今|目前|今年|到底|究竟|还|是不是|是否|已经|仍然|继续|在|有没有)*"
    "(?:管用|有效|有效力|作数|算数|过期|过时|到期|失效|作废|废止|适用|执行|施行|用)(?:期)?了?(?:吗|么|嘛|没有?|不|吧)?"
    "|(?:这个|这份)?(?:政策|文件|办法|规定)(?:的)?有效期(?:是?(?:多久|多长|几年|到什么时候|到哪天|到几时))?(?:呢|吗)?"
    "|is (?:this|the) (?:document|policy|rule) still (?:valid|in force)"
)
"""Whether the document still applies. 残疾证过期了吗 asks about a paper, and names one."""

COMPLAINS: Final = re.compile(
    "(?:我|俺)?(?:要|想|想要|准备|怎么|怎样|如何|去哪里?|在哪里?|哪里|可以|能|能不能|可不可以)*"
    "(?:投诉|举报|告状|反映(?:问题|情况|一下)?|提(?:个|点|一?些)?(?:意见|建议)|意见反馈)"
    "(?:一下|你们|他们|工作人员|窗口|一个人|别人|有人)?(?:吗|呢)?|(?:投诉|监督|举报)(?:电话|热线)(?:是?多少|号码)?"
    "|(?:i want to |how (?:do|can) i )?(?:complain|make a complaint|report fraud)|complaint"
)
"""Somebody wants to complain, to report something, or has an opinion."""

MANDATE_CODE: Final = re.compile(
    "委托码[：: 是]*([0-9A-Za-z][0-9A-Za-z -]{0,20})|(?=.*[A-Za-z])([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){2})"
)
"""What stands on the paper: 委托码 7F3K-2M9Q-XT4B, or the code by itself; a mistyped one is told that it is none."""

COMMANDS: Final = {
    "start": "start",
    "menu": "home",
    "help": "help",
    "settings": "language",
    "status": "status",
    "register": "register",
    "cancel": "cancel",
    "human": "human",
    "check": "check",
    "continue": "continue",
    "language": "language",
    "privacy": "privacy",
    "delete": "delete",
    "back": "back",
    "city": "city",
    "papers": "papers",
    "policy": "policy",
    "basis": "grounds",
    "activities": "activities",
    "courses": "courses",
    "vouchers": "vouchers",
    "startup": "startup",
    "helping": "mandates",
    "complaint": "complain",
    "stories": "stories",
}

WORDS: Final = {
    "菜单": "home",
    "首页": "home",
    "主菜单": "home",
    "开始": "home",
    "你好": "home",
    "您好": "home",
    "帮助": "help",
    "怎么用": "help",
    "代办": "mandates",
    "帮别人办": "mandates",
    "替别人办": "mandates",
    "进度": "status",
    "我的进度": "status",
    "我的申请": "status",
    "我的认定": "register",
    "核验码": "notice",
    "认定通知": "notice",
    "我收到了认定通知": "notice",
    "认定": "register",
    "退出": "register",
    "申请退出": "register",
    "查进度": "status",
    "补正": "mend",
    "去补正": "mend",
    "改材料": "mend",
    "补材料": "mend",
    "取消": "cancel",
    "停": "cancel",
    "人工": "human",
    "人工服务": "human",
    "找工作人员": "human",
    "转人工": "human",
    "自测": "check",
    "开始自测": "check",
    "继续": "continue",
    "继续申请": "continue",
    "继续上次申请": "continue",
    "语言": "language",
    "换语言": "language",
    "english": "english",
    "中文": "chinese",
    "隐私": "privacy",
    "注销": "delete",
    "我的资料": "delete",
    "找工作": "jobs",
    "找岗位": "jobs",
    "家庭服务": "jobs_family",
    "看岗位": "jobs",
    "岗位": "jobs",
    "求职意愿": "jobs",
    "说说近况": "survey",
    "近况": "survey",
    "就业状态": "survey",
    "消息设置": "topics",
    "订阅": "topics",
    "退订": "topics",
    "免打扰": "quiet",
    "城市": "city",
    "选城市": "city",
    "换城市": "city",
    "材料": "papers",
    "材料清单": "papers",
    "要什么材料": "papers",
    "返回": "back",
    "上一步": "back",
    "政策": "policy",
    "查政策": "policy",
    "条文": "policy",
    "政策条文": "policy",
    "政策文件": "policy",
    "直接问": "ask",
    "活动": "activities",
    "近期活动": "activities",
    "招聘会": "activities",
    "我的报名": "places",
    "我的活动": "places",
    "我参加的": "places",
    "我的课程": "places",
    "培训": "courses",
    "培训课程": "courses",
    "课程": "courses",
    "培训券": "vouchers",
    "我的培训券": "vouchers",
    "职业技能培训券": "vouchers",
    "创业": "startup",
    "创业服务": "startup",
    "案例": "stories",
    "典型案例": "stories",
    "看案例": "stories",
    "menu": "home",
    "hello": "home",
    "hi": "home",
    "help": "help",
    "status": "status",
    "cancel": "cancel",
    "human": "human",
    "a person": "human",
    "check": "check",
    "self-check": "check",
    "continue": "continue",
    "continue application": "continue",
    "my progress": "status",
    "corrections": "mend",
    "register": "register",
    "language": "language",
    "privacy": "privacy",
    "policy": "policy",
    "ask": "ask",
    "activities": "activities",
    "job fair": "activities",
    "my sign-ups": "places",
    "courses": "courses",
    "training": "courses",
    "vouchers": "vouchers",
    "startup": "startup",
    "stories": "stories",
    "basis": "grounds",
    "back": "back",
    "city": "city",
    "change city": "city",
    "papers": "papers",
}

SENTENCES: Final = (("grounds", GROUNDS), ("disagree", DISAGREES), ("trust", DISTRUSTS), ("complain", COMPLAINS))
"""Places that are asked for in whole sentences."""


def command_of(text: str) -> tuple[str, str]:
    """The place a text leads to and what came with it; an empty place for anything else."""
    said = text.strip()
    if said.startswith("/"):
        name, _, payload = said[1:].partition(" ")
        return COMMANDS.get(name.partition("@")[0].lower(), "help"), payload.strip()
    if named := MANDATE_CODE.fullmatch(said):
        return "start", f"m_{named[1] or named[2]}"
    bare = said.rstrip("。.！!？?").casefold()
    place = WORDS.get(bare) or next((place for place, said in SENTENCES if said.fullmatch(bare)), "")
    return place or ("disagree" if _disagrees_among_others(bare) else ""), ""


def _disagrees_among_others(said: str) -> bool:
    """Whether one of several clauses says that she does not agree: the others tell why, and are for the office."""
    clauses = [clause for clause in CLAUSES.split(said) if clause]
    return any(DISAGREES.fullmatch(clause) and not clause.isascii() for clause in clauses[:MOST_CLAUSES])


def asks_how_long(text: str) -> bool:
    """Whether somebody asks how long it takes until there is a result."""
    return bool(HOW_LONG.fullmatch(text.strip().strip("。.！!？?～~ ").casefold()))


def asks_if_valid(text: str, *, about_papers: bool = False) -> bool:
    """Whether somebody asks if the document still applies; with ``about_papers`` only where it is named as one."""
    found = STILL_VALID.fullmatch(text.strip().strip("。.！!？?～~ ").casefold())
    return found is not None and (not about_papers or bool(re.search("政策|文件|办法|规定|通知|条文|条例", text)))


def is_question(text: str) -> bool:
    """Whether somebody asks something; a cry for help (下岗了，咋办) is answered with what can be done."""
    said = text.strip().casefold()
    plea = LOST.search(said) and PLEA.search(said) and not PAPERS.search(said)
    return len(said) >= SHORTEST_QUESTION and bool(ASKED.search(said)) and not plea


def is_clear_question(text: str) -> bool:
    """Whether a text can be nothing else, so that it is no answer to what was asked."""
    return is_question(text) and bool(ASKED_CLEARLY.search(text.strip()))

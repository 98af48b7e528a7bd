"""Who lives in the demonstration. Nobody here is a real person; ID numbers carry a sequence above 989."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from backend.core.actors import Role
from backend.rules.id_number import check_character

CITY, YUSHUI, FENYI = "360500", "360502", "360521"
CHENGNAN, CHENGBEI, LUOFANG, QIANDONG, YANGQIAO = (
    "360502001",
    "360502002",
    "360502103",
    "360521001",
    "360521101",
)
GUANGZHOU, TIANHE, SHIPAI, BEIJING_ROAD = "440100", "440106", "440106006", "440104003"
COMMUNITIES = (
    "新村社区", "站北社区", "胜利社区", "长青社区", "沿江社区", "五一社区", "公园里社区", "和平社区", "桥东社区",
    "桥西社区", "东湖社区", "北湖社区", "劳动社区", "青年社区", "暨阳村", "塘下村",
)  # fmt: skip
"""Of 城北街道; made up."""
PACKS = {"3605": "xinyu-2023-82", "4401": "guangzhou-2014-4"}
"""The policy of each city, by the beginning of its codes."""

End = Literal[
    "draft",
    "submitted",
    "in_review",
    "awaiting_correction",
    "corrected",
    "at_county",
    "county_review",
    "recognised",
    "declined",
    "withdrawn",
]
Category = Literal["4050", "disabled", "land", "alleviated", "household", "jobless", "dibao", "single_parent"]


@dataclass(frozen=True)
class SignIn:
    """An officer of the demonstration; ``printed`` with the password at the start, the others sign in alike."""

    login: str
    name: str
    office: str
    area: str
    role: Role = "reviewer"
    printed: bool = False

    @property
    def password(self) -> str:
        return f"{self.login}-yulan-2026"


@dataclass(frozen=True)
class Resident:
    """A citizen, how far the case has come, and how many days ago it was handed in."""

    name: str
    sex: Literal["F", "M"]
    age: int
    street: str
    category: Category
    end: End
    days_ago: int
    wishes: tuple[str, ...] = ("recommendation",)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def pack(self) -> str:
        return PACKS[self.street[:4]]

    @property
    def district(self) -> str:
        return self.street[:6]

    def born(self, today: date) -> date:
        """A birthday long before and long after today, so that the age is what it says for months."""
        month = (today.month + 5) % 12 + 1
        year = today.year - self.age - (month > today.month)
        return date(year, month, 8 + len(self.name))

    def id_number(self, today: date, place: int) -> str:
        """``place`` tells apart people born on one day."""
        sequence = 990 + 2 * (place % 5) + (self.sex == "M")
        body = f"{self.district}{self.born(today):%Y%m%d}{sequence}"
        return body + check_character(body)


SIGN_INS: tuple[SignIn, ...] = (
    SignIn("chengnan", "叶知秋", "渝水区城南街道（初审）", CHENGNAN, printed=True),
    SignIn("chengnan2", "江晚晴", "渝水区城南街道（初审）", CHENGNAN),
    SignIn("chengbei", "陆远帆", "渝水区城北街道（初审）", CHENGBEI),
    SignIn("luofang", "白若溪", "渝水区罗坊镇（初审）", LUOFANG),
    SignIn("yushui", "秦望舒", "渝水区（审核）", YUSHUI, printed=True),
    SignIn("yushui2", "沈知白", "渝水区（审核）", YUSHUI),
    SignIn("qiandong", "温若水", "分宜县钤东街道（初审）", QIANDONG),
    SignIn("yangqiao", "苏念北", "分宜县杨桥镇（初审）", YANGQIAO),
    SignIn("fenyi", "顾长安", "分宜县（审核）", FENYI),
    SignIn("shipai", "梁晓棠", "天河区石牌街道（认定）", SHIPAI, printed=True),
    SignIn("beijinglu", "陈知远", "越秀区北京街道（认定）", BEIJING_ROAD),
    SignIn("tianhe", "黎若舟", "天河区（检查）", TIANHE, printed=True),
    SignIn("xinyu", "易知微", "新余市（业务指导）", CITY),
    SignIn("inspector", "方谨言", "新余市（查看）", CITY, "inspector", printed=True),
    SignIn("policy", "文思齐", "新余市（政策）", CITY, "policy"),
    SignIn("policy2", "言明远", "新余市（政策复核）", CITY, "policy"),
    SignIn("admin", "管一鸣", "新余市（管理）", CITY, "admin", printed=True),
    SignIn("suicheng", "莫怀远", "广州市（业务指导）", GUANGZHOU),
    SignIn("guangzhou", "卢静川", "广州市（管理）", GUANGZHOU, "admin"),
)

RESIDENTS: tuple[Resident, ...] = (
    Resident("田秋禾", "F", 46, CHENGNAN, "4050", "draft", 1),
    Resident("李春耕", "M", 53, CHENGNAN, "4050", "submitted", 0),
    Resident("罗小满", "F", 43, CHENGNAN, "4050", "submitted", 3, ("training", "flexible")),
    Resident("谢白露", "F", 47, CHENGNAN, "household", "submitted", 24),
    Resident("丁立夏", "M", 36, CHENGNAN, "disabled", "in_review", 12),
    Resident("孟惊蛰", "M", 55, CHENGNAN, "4050", "awaiting_correction", 6),
    Resident("蒋芒种", "F", 44, CHENGNAN, "4050", "corrected", 9),
    Resident("邹小雪", "F", 45, CHENGBEI, "4050", "at_county", 8),
    Resident("阿依·古丽", "F", 42, CHENGBEI, "4050", "at_county", 4, ("startup", "other")),
    Resident("廖冬至", "M", 52, CHENGBEI, "4050", "county_review", 18),
    Resident("熊谷雨", "F", 48, CHENGBEI, "4050", "recognised", 40),
    Resident("魏清明", "M", 38, CHENGNAN, "disabled", "recognised", 33),
    Resident("彭处暑", "M", 51, LUOFANG, "land", "recognised", 61, ("public_post",)),
    Resident("何大暑", "F", 41, LUOFANG, "alleviated", "declined", 28),
    Resident("龚霜降", "F", 46, LUOFANG, "4050", "withdrawn", 15),
    Resident("钟小暑", "F", 39, QIANDONG, "land", "submitted", 2),
    Resident("晏雨水", "M", 34, QIANDONG, "disabled", "awaiting_correction", 11),
    Resident("袁寒露", "F", 49, YANGQIAO, "4050", "at_county", 13),
    Resident("黎立秋", "M", 58, YANGQIAO, "4050", "recognised", 45, ("flexible",)),
    Resident("严立冬", "F", 37, YANGQIAO, "land", "county_review", 20),
    Resident("麦小暑", "F", 47, SHIPAI, "jobless", "submitted", 1),
    Resident("冼春分", "F", 38, SHIPAI, "single_parent", "in_review", 5, ("training",)),
    Resident("区立夏", "M", 50, SHIPAI, "jobless", "awaiting_correction", 7),
    Resident("潘白露", "F", 44, SHIPAI, "dibao", "recognised", 30, ("public_post",)),
    Resident("卢寒露", "M", 39, BEIJING_ROAD, "household", "submitted", 3),
    Resident("招大雪", "F", 41, BEIJING_ROAD, "dibao", "declined", 21),
)

"""The people of the tests and of no other place: fictitious residents and officers of 新余.

Their ID numbers are synthetic (sequence 991 for men, 992 for women) with a right check character.
"""

from dataclasses import dataclass
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"

YUSHUI, FENYI = "360502", "360521"
CHENGNAN, CHENGBEI, QIANDONG = "360502001", "360502002", "360521001"

PLACES = {
    YUSHUI: "渝水区",
    FENYI: "分宜县",
    CHENGNAN: "城南街道",
    CHENGBEI: "城北街道",
    QIANDONG: "钤东街道",
}


def id_number(area: str, born: date, sex: str) -> str:
    """A number by GB 11643 for `area` (6 digits), day of birth and sex M or F."""
    body = f"{area}{born:%Y%m%d}{'991' if sex == 'M' else '992'}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_CHARACTERS[total % 11]


@dataclass(frozen=True)
class Person:
    """A resident. `street_code` has 9 digits, its first six are the district of the 户籍."""

    name: str
    sex: str
    birth_date: date
    phone: str
    street_code: str
    chat_id: int
    registered_on: date = date(2026, 9, 1)
    ethnicity: str = "汉族"
    id_area: str = ""
    disability: str = ""
    """Type 1–7 and grade 1–4 of the disability certificate, such as "43"; empty without one."""
    land_lost: bool = False

    @property
    def id_number(self) -> str:
        return id_number(self.id_area or self.hukou_code, self.birth_date, self.sex)

    @property
    def hukou_code(self) -> str:
        return self.street_code[:6]

    @property
    def hukou_district(self) -> str:
        return PLACES[self.hukou_code]

    @property
    def street(self) -> str:
        return PLACES[self.street_code]

    @property
    def address(self) -> str:
        return f"江西省新余市{self.hukou_district}{self.street}平安路{self.chat_id % 100}号"

    @property
    def certificate_no(self) -> str:
        """《就业创业证》: 16 digits, the county that issued it first."""
        return f"{self.hukou_code}00{self.chat_id:08d}"

    @property
    def disability_no(self) -> str:
        """《残疾人证》: the ID number, type and grade; empty without one."""
        return self.id_number + self.disability if self.disability else ""


WANG_XIUYING = Person("王秀英", "F", date(1980, 3, 5), "19900000001", CHENGNAN, 7001)
"""46 years old, lost her job: category 4050. The person of most stories."""

LI_JIANGUO = Person("李建国", "M", date(1976, 11, 21), "19900000002", CHENGNAN, 7002)
"""Turns 50 on 2026-11-21: the day before he is no 4050 person."""

CHEN_ZHIQIANG = Person("陈志强", "M", date(1990, 6, 18), "19900000003", CHENGBEI, 7003, disability="43")
"""Holds a disability certificate: limbs, grade 3."""

ZHANG_GUIHUA = Person("张桂花", "F", date(1990, 9, 9), "19900000004", QIANDONG, 7004, land_lost=True)
"""Of 分宜县; all her contracted land was taken."""

ABDULLA = Person(
    "阿卜杜拉·买买提",
    "M",
    date(1975, 1, 15),
    "19900000005",
    CHENGNAN,
    7005,
    ethnicity="维吾尔族",
    id_area="653101",
)
"""A name with ·, and an ID number first given in another province: 户籍 is 渝水区 all the same."""

JI_YONGQIANG = Person("𠮷永强", "M", date(1972, 2, 29), "19900000006", CHENGBEI, 7006)
"""A name outside the basic plane; born on 29 February."""

LIU_XIAOFANG = Person("刘小芳", "F", date(1987, 3, 5), "19900000007", CHENGNAN, 7007)
"""39 years old: the near miss. She turns 40 on 2027-03-05."""

WANG_XIAOYAN = Person("王小燕", "F", date(2001, 5, 6), "19900000009", CHENGNAN, 7009)
"""The daughter of 王秀英: fills in for her mother, and sometimes for her uncle 李建国."""

ZHAO_MIN = Person("赵敏", "F", date(1995, 12, 1), "19900000008", QIANDONG, 7008)
"""30 years old and in no category: no promise, but no dead end."""

PEOPLE = (
    WANG_XIUYING,
    LI_JIANGUO,
    CHEN_ZHIQIANG,
    ZHANG_GUIHUA,
    ABDULLA,
    JI_YONGQIANG,
    LIU_XIAOFANG,
    ZHAO_MIN,
)


@dataclass(frozen=True)
class Officer:
    """Someone who decides. `stage` is preliminary (street) or final (county)."""

    name: str
    login: str
    office_code: str
    stage: str

    @property
    def office(self) -> str:
        return PLACES[self.office_code]

    @property
    def password(self) -> str:
        """Long enough for every rule on passwords."""
        return f"{self.login}-lantern-bridge-42"


ZHOU_MIN = Officer("周敏", "zhoumin", CHENGNAN, "preliminary")
WU_GANG = Officer("吴刚", "wugang", CHENGNAN, "preliminary")
ZHENG_JIE = Officer("郑洁", "zhengjie", YUSHUI, "final")
HE_WEI = Officer("何伟", "hewei", FENYI, "final")
SUN_LI = Officer("孙莉", "sunli", QIANDONG, "preliminary")

DENG_HUA = Officer("邓华", "denghua", CHENGNAN, "preliminary")
"""Sits in a village of the street and fills in for those who cannot: employed by the tests that need her."""

OFFICERS = (ZHOU_MIN, WU_GANG, ZHENG_JIE, HE_WEI, SUN_LI)

"""A third city is a folder: 乌有市, made up, beside 新余. Its people and officers are of no other place either."""

from datetime import date

from tests.people import PLACES, Officer, Person

CITY, YUNZHONG, WANGYUE, TINGTAO = "990100", "990102", "990102001", "990102002"
PLACES |= {CITY: "乌有市", YUNZHONG: "云中区", WANGYUE: "望月街道", TINGTAO: "听涛街道"}

YUN_DANDAN = Person("云淡淡", "F", date(1990, 4, 2), "19900000091", WANGYUE, 7091)
"""36 years old, nobody in the family has work: she applies."""

FENG_QING = Person("风清", "F", date(1975, 4, 2), "19900000092", WANGYUE, 7092)
"""51 years old, others in the family work: she need not apply, recognition comes with the registration."""

AN_MING = Officer("安明", "anming", WANGYUE, "decision")
LU_YUAN = Officer("路远", "luyuan", YUNZHONG, "inspects")
QIN_SHI = Officer("秦实", "qinshi", CITY, "inspects")
TAO_SHENG = Officer("陶声", "taosheng", TINGTAO, "decision")

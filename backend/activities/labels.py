"""The words of activities: kinds, what they bring, what they reach, how they stand."""

from typing import Final

from backend.core.sentences import N_

KINDS: Final[dict[str, str]] = {
    "fair": N_("专场招聘会"),
    "talk": N_("政策宣讲会"),
    "consultation": N_("现场咨询"),
    "posts": N_("送岗进社区"),
    "quiz": N_("有奖问答"),
    "exhibition": N_("专题展板"),
}
"""新余 第四条第（一）、（二）项."""
TAGS: Final[dict[str, str]] = {
    "policy": N_("送政策"),
    "posts": N_("送岗位"),
    "training": N_("送培训"),
    "service": N_("送服务"),
    "care": N_("送关爱"),
}
"""穗人社发〔2014〕4号第十二条第（一）项."""
REACH: Final[dict[str, str]] = {
    "home": N_("就业服务进家到户"),
    "street": N_("就业岗位进街到村"),
    "service": N_("零距离服务"),
    "work": N_("零距离就业"),
}
"""“双到双零”, 第十二条."""
STATES: Final[dict[str, str]] = {
    "announced": N_("已发布"),
    "closed": N_("已结束"),
    "called_off": N_("已取消"),
}
PLACES: Final[dict[str, str]] = {
    "signed": N_("已报名"),
    "waiting": N_("候补"),
    "cancelled": N_("取消报名"),
    "attended": N_("到场"),
    "absent": N_("未到场"),
    "called_off": N_("活动取消"),
}
NEAR: Final[dict[str, str]] = {
    "street": N_("您所在街道"),
    "county": N_("您所在区县"),
    "city": N_("本市"),
}

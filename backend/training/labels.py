"""The words of courses and vouchers."""

from typing import Final

from backend.core.sentences import N_

WISHES: Final[dict[str, str]] = {
    "training": N_("职业技能培训"),
    "startup": N_("创业培训"),
}
"""What a course answers, by the values of the form's wishes."""
COURSES: Final[dict[str, str]] = {"open": N_("可报名"), "begun": N_("已开班"), "called_off": N_("已取消")}
ENROLMENTS: Final[dict[str, str]] = {
    "enrolled": N_("已报名"),
    "cancelled": N_("取消报名"),
    "completed": N_("已结业"),
    "left": N_("未结业"),
}
VOUCHERS: Final[dict[str, str]] = {
    "issued": N_("未使用"),
    "redeemed": N_("已使用"),
    "revoked": N_("已撤销"),
    "expired": N_("已过期"),
}

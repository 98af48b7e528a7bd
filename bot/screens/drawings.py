"""How a paper is photographed: what each drawing shows, in words, and the sentence below it."""

from locales import Translate


def caption(_: Translate, name: str) -> str:
    """One sentence below the drawing."""
    return {
        "id_card": _("这样拍：正面、反面各一张，放平，四边都在画面里，字看得清，手指不挡住。"),
        "hukou_book": _("这样拍：首页和本人页各一张，翻平，整页都在画面里，字看得清，手指不挡住。"),
        "booklet": _("这样拍：翻到有照片和姓名的那一页，摊平，整页都在画面里，字看得清。"),
        "card": _("这样拍：有照片的一面和有日期的一面都拍，放平，四边都在画面里，不反光。"),
        "sheet": _("这样拍：整张纸都在画面里，放平，文字和公章都看得清。"),
        "statement": _("这样拍：整张纸都在画面里，写的字、签名和日期都看得清。"),
    }.get(name, "")


def described(_: Translate, name: str) -> str:
    """What the drawing shows, for who cannot see it."""
    shown = {
        "id_card": _("两张卡片，一张有头像，一张有徽标，都平放在取景框里"),
        "hukou_book": _("户口本翻开的两页，首页和本人页，都平放在取景框里"),
        "booklet": _("一本证件翻开，左页有照片，平放在取景框里"),
        "card": _("一张证件的两面，一面有头像，一面有文字，都平放在取景框里"),
        "sheet": _("一张盖了红章的纸，整张平放在取景框里"),
        "statement": _("一张手写的纸，下面有签名和日期，整张平放在取景框里"),
    }.get(name, "")
    wrong = _("；下面三个打叉的小图：拍漏了一边、太暗、手指挡住了字")
    return _("示意图：{shown}{wrong}").format(shown=shown, wrong=wrong)

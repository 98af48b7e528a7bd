"""What a person does in the chat, whatever the channel: she answers what she is asked, with what she knows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tests import papers
from tests.chat import Chat, Message
from tests.people import Person

MOST_STEPS = 60

Looks = Callable[[str], Awaitable[None]]
"""Looks at the screen under this name; in a browser it is measured."""


async def looks_away(_name: str) -> None:
    """For channels whose screens are not ours to measure."""


def spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def about_herself(person: Person) -> dict[str, str]:
    """Question of the self-check → what this person taps or says."""
    return {
        "您的户口在": person.hukou_district,
        "您现在的工作情况是": "没有工作",
        "您办过失业登记": "已登记",
        "您的性别是": "女" if person.sex == "F" else "男",
        "您的出生日期是": f"{person.birth_date:%Y.%-m.%-d}",
        "您已经在领养老金了吗": "没有领养老金",
        "您是按哪一类参加养老保险的": "工人岗位",
        "您现在想找工作吗": "想找工作",
        "您的身体能参加工作吗": "能做一部分" if person.disability else "能正常工作",
        "下面哪一项符合您": _situation(person),
        "《残疾人证》现在有效吗": "有效",
        "残疾等级是几级": "三级",
        "承包地被征用了多少": "全部被征用",
        "其他家人有人在工作吗": "有人在工作",
        "您家是城镇居民家庭吗": "是城镇家庭",
    }


def _situation(person: Person) -> str:
    if person.disability:
        return "有残疾人证"
    return "承包地被征用" if person.land_lost else "都没有"


def for_the_form(person: Person) -> dict[str, str]:
    """Field of the form → what this person taps or says, as messy as people write."""
    return {
        "您的姓名": person.name,
        "您的身份证号码": _full_width(person.id_number).lower(),
        "您的联系电话": f"{person.phone[:3]} {person.phone[3:7]} {person.phone[7:]}",
        "户口在哪个街道": person.street,
        "后面的地址是什么": f"平安路{person.chat_id % 100}号",
        "您想在哪里办理": f"户籍地（{person.street}）",
        "您的民族是": person.ethnicity,
        "您的政治面貌是": "群众",
        "您的文化程度是": "初中",
        "您的婚姻状况是": "已婚",
        "您的就业创业证号": person.certificate_no,
        "失业时间是哪一天": spoken(date.today() - timedelta(days=80)),
        "您想按哪几类申请": "选好了",
    }


def _full_width(digits: str) -> str:
    """As some keyboards type them."""
    return "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in digits)


@dataclass
class Citizen:
    """One person at one chat. `looks` is called at every kind of screen on the way."""

    chat: Chat
    looks: Looks = looks_away

    @property
    def person(self) -> Person:
        return self.chat.person

    async def replies(self, known: Mapping[str, str], until: str) -> Message:
        """Answers question after question until `until` is shown; a label is tapped, all else is said."""
        for _ in range(MOST_STEPS):
            asked, message = await self.chat.is_asked(until, *known)
            if asked == until:
                return message
            await self.reply(message, known[asked])
        raise AssertionError(f"no end of questions\n{self.chat.transcript}")

    async def reply(self, question: Message, answer: str) -> None:
        labels = [button.label for button in question.buttons]
        if answer in labels:
            await self.chat.taps(answer)
        else:
            await self.chat.says(answer)

    # --- the way

    async def checks_herself(self) -> None:
        """/start to the result with the reasons."""
        await self.chat.says("/start")
        await self.chat.sees("免费")
        await self.looks("welcome")
        await self.begins()
        await self.chat.sees("第1步")
        await self.looks("question")
        await self.replies(about_herself(self.person), "自测结果")
        await self.looks("result")

    async def begins(self) -> None:
        """The first question, after the city where it is not known yet."""
        await self.chat.taps("开始自测")
        asked, _message = await self.chat.is_asked("您在哪个城市", "第1步")
        if asked == "您在哪个城市":
            await self.looks("city")
            await self.chat.taps("新余市")

    async def agrees(self) -> None:
        """From the result to the first field of the form."""
        await self.chat.taps("现在申请")
        await self.chat.sees("开始申请前")
        await self.looks("consent")
        await self.chat.taps("同意，开始申请")

    async def fills_in_the_form(self, wish: str = "就业推荐") -> None:
        """Every field up to the list of papers, the photo last."""
        await self.replies(for_the_form(self.person), "就业创业意愿")
        await self.looks("field-multi")
        await self.chat.taps(wish)
        await self.chat.taps("选好了")
        await self.chat.sees("照片")
        await self.looks("field-photo")
        await self.chat.sends_photo(papers.portrait())
        await self.chat.is_asked("材料清单")
        await self.looks("papers")

    async def sends_identity(self) -> None:
        """Both sides of the ID card as an album, answered once."""
        await self.chat.taps("1. 身份证或户口本")
        await self.chat.is_asked("您有哪一种")
        await self.chat.taps("1. 身份证")
        await self.chat.is_asked("请发")
        await self.looks("upload")
        sides = [papers.jpeg("居民身份证", "正面"), papers.jpeg("居民身份证", "反面")]
        await self.chat.sends_album(sides)
        await self.chat.is_asked("有2个文件")
        await self.looks("received")

    async def sends_certificate(self, content: bytes) -> None:
        await self.chat.is_asked("请发《就业创业证》")
        await self.chat.sends_document(content, "就业创业证.pdf", "application/pdf")
        await self.chat.is_asked("收到了")

    async def changes_education(self) -> None:
        """修改 on one line of the page to check."""
        await self.chat.is_asked("请核对")
        await self.looks("check")
        await self.chat.taps("修改表格")
        await self.chat.sees_button("不改了")
        await self.looks("check-editing")
        await self.chat.taps("6. 文化程度")
        await self.chat.is_asked("现在填的是：初中")
        await self.chat.taps("高中")
        await self.chat.is_asked("文化程度：高中")

    async def submits(self) -> str:
        """The receipt number."""
        await self.chat.taps("确认并提交")
        message = await self.chat.sees("受理编号")
        await self.looks("receipt")
        return receipt_in(message.text)


def receipt_in(text: str) -> str:
    """The number that stands behind 受理编号."""
    return text.partition("受理编号：")[2].split()[0]

"""Stretches of a conversation that many stories begin with."""

from tests import papers
from tests.chat import Chat
from tests.people import Person

ELIGIBLE = {
    "户口在": "渝水区",
    "工作情况": "没有工作",
    "失业登记，": "已登记",
    "性别": "女",
    "出生日期": "1980.3.5",
    "养老金": "没有领养老金",
    "参加工作": "能正常工作",
    "找工作吗": "想找工作",
    "哪一项符合": "都没有",
    "其他家人": "有人在工作",
}
"""What 王秀英 answers, by a word of the question."""


async def answers_all(chat: Chat, answers: dict[str, str], until: str = "自测结果") -> None:
    """Taps or types the answer to every question until the result stands there."""
    while until not in chat.screen.text:
        await answers_one(chat, answers)


async def answers_one(chat: Chat, answers: dict[str, str]) -> None:
    """Taps the answer where it is a button, else types it; waits for what comes below."""
    asked = chat.screen
    question = "\n".join(line for line in asked.text.splitlines() if not line.startswith("✔"))
    wanted = next((answer for word, answer in answers.items() if word in question), "")
    assert wanted, f"no answer to this in the script\n{chat.transcript}"
    if wanted in [button.label for button in asked.buttons]:
        await chat.taps(wanted)
    else:
        await chat.says(wanted)
    below = await chat._until(lambda: (chat.screen.number > asked.number and not chat.screen.mine) or None)
    assert below, chat.transcript
    assert "没有看懂" not in chat.screen.text, chat.transcript


async def reaches_result(chat: Chat, answers: dict[str, str] | None = None) -> None:
    await chat.says("/start")
    await chat.sees("帮办")
    await chat.taps("开始自测")
    await chat.sees("第1步")
    await answers_all(chat, answers or ELIGIBLE)


async def reaches_form(chat: Chat) -> None:
    await reaches_result(chat)
    await chat.taps("现在申请")
    await chat.sees("谁在收集")
    await chat.taps("同意，开始申请")
    await chat.sees("姓名")


def form_of(person: Person) -> dict[str, str]:
    """What a person writes into the form, by a word of the prompt."""
    return {
        "您的姓名": person.name,
        "身份证号码": person.id_number,
        "联系电话": person.phone,
        "哪个街道": person.street,
        "后面的地址": "平安路1号",
        "在哪里办理": f"户籍地（{person.street}）",
        "您的民族": person.ethnicity,
        "政治面貌": "群众",
        "文化程度": "初中",
        "婚姻状况": "已婚",
        "就业创业证号": person.certificate_no,
        "失业时间": "2026.9.1",
    }


async def reaches_papers(chat: Chat) -> None:
    await reaches_form(chat)
    await answers_all(chat, form_of(chat.person), until="意愿")
    await chat.taps("就业推荐")
    await chat.sees_button("✔ 就业推荐")
    await chat.taps("选好了")
    await chat.sees("照片")
    await chat.taps("先不填")
    await chat.sees("材料清单")


async def reaches_check(chat: Chat) -> None:
    await reaches_papers(chat)
    await chat.taps("1. 身份证或户口本")
    await chat.sees("有其中一种就可以")
    await chat.taps("1. 身份证")
    await chat.sees("请发《身份证》")
    await chat.sends_photo(papers.jpeg("身份证"))
    await chat.sees("现在有1个文件", within=15)
    await chat.taps("下一项：《就业创业证》")
    await chat.sees("请发《就业创业证》")
    await chat.sends_photo(papers.jpeg("就业创业证"))
    await chat.sees("材料都齐了", within=15)
    await chat.taps("下一步：核对")
    await chat.sees("请核对")


async def submits(chat: Chat) -> str:
    """All the way to the receipt; gives its number."""
    await reaches_check(chat)
    await chat.taps("确认并提交")
    receipt = await chat.sees("申请已提交")
    return receipt.text.split("受理编号：")[1].split("\n")[0]

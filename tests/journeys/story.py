"""The whole story of one application, told once for every channel.

王秀英 asks, applies and mends what is asked of her; 周敏 of her street reviews; 郑洁 of the county decides.
"""

import io
from dataclasses import dataclass

from pypdf import PdfReader

from tests import papers
from tests.chat import Chat
from tests.journeys.browser import PageDoor
from tests.journeys.citizen import Citizen, about_herself, for_the_form
from tests.journeys.desk import Desk

BLURRED = "照片模糊，看不清编号，请在亮处重拍。"


@dataclass
class Story:
    """A citizen at a chat, and the two officers her application comes to."""

    citizen: Citizen
    street: Desk
    county: Desk
    receipt: str = ""

    @property
    def chat(self) -> Chat:
        return self.citizen.chat

    async def is_told(self) -> None:
        """From the first message to the last look at the decision."""
        await self.applies()
        await self.is_sent_back()
        await self.mends_just_that()
        await self.is_passed_on()
        await self.is_recognised()
        await self.looks_everything_up()

    async def applies(self) -> None:
        """From the first message to the receipt."""
        await self.citizen.checks_herself()
        if isinstance(self.chat.door, PageDoor):
            await self.chat.door.unfold("第一条第（一）项：")
            await self.citizen.looks("result-unfolded")
        await self.sees_checklist()
        await self.citizen.agrees()
        await self.citizen.fills_in_the_form()
        await self.citizen.sends_identity()
        await self.chat.taps("下一项：《就业创业证》")
        await self.citizen.sends_certificate(papers.pdf("就业创业证", pages=2))
        await self.chat.taps("下一步：核对")
        await self.citizen.changes_education()
        self.receipt = await self.citizen.submits()

    async def sees_checklist(self) -> None:
        """The list of papers, kept as a document."""
        await self.chat.taps("看材料清单")
        await self.chat.sees("不用准备")
        await self.citizen.looks("checklist")
        await self.chat.taps("发给我PDF")
        message = await self.chat.sees("这是您的材料清单")
        assert "《就业创业证》" in pdf_text(await self.chat.opens(message))

    async def is_sent_back(self) -> None:
        """The street looks closely, and sends one paper back; the letter is the one that was previewed."""
        await self.street.opens(self.receipt)
        await self.street.takes_up()
        await self.street.views_papers()
        await self.street.finds_in_order("identity")
        await self.street.records_match()
        await self.street.records_visit(self.citizen.person.address)
        previewed = await self.street.returns("employment_certificate", BLURRED)
        letter = await self.chat.sees(BLURRED)
        assert lines_of(letter.text) == lines_of(previewed)
        await self.citizen.looks("letter")

    async def mends_just_that(self) -> None:
        """The one paper, nothing else."""
        await self.chat.taps("去补正")
        message = await self.chat.sees("需要您补正")
        await self.citizen.looks("corrections")
        labels = [button.label for button in message.buttons]
        assert "1. 《就业创业证》" in labels
        assert not any(label.startswith("2.") for label in labels)
        await self.chat.taps("1. 《就业创业证》")
        await self.citizen.sends_certificate(papers.pdf("就业创业证", "清楚的"))
        await self.chat.taps("回补正清单")
        await self.chat.is_asked("都改好了")
        await self.chat.taps("提交补正")
        await self.chat.sees("补正已提交")
        await self.citizen.looks("supplied")

    async def is_passed_on(self) -> None:
        await self.street.opens(self.receipt)
        await self.street.finds_in_order("employment_certificate")
        await self.street.passes_on()
        await self.chat.sees("初审已通过")

    async def is_recognised(self) -> None:
        """The decision, the letter, the register; then everything a citizen can look up."""
        await self.county.opens(self.receipt)
        await self.county.takes_up()
        await self.county.passes_on()
        number = await self.county.register_number()
        letter = await self.chat.sees("认定结果：通过")
        assert number in letter.text
        await self.citizen.looks("decision")

    async def looks_everything_up(self) -> None:
        """/status with its four steps, and the form with both opinions."""
        await self.chat.says("/status")
        message = await self.chat.sees(self.receipt)
        steps = [line for line in message.text.splitlines() if line.startswith("● ")]
        assert [step[2:].partition("：")[0] for step in steps] == [
            "已提交",
            "街道（乡镇）初审",
            "县（区）审核",
            "结果",
        ]
        await self.citizen.looks("status")
        await self.chat.taps("详情")
        await self.chat.is_asked("申请进度")
        await self.chat.taps("表格PDF")
        form = pdf_text(await self.chat.opens(await self.chat.sees("申请表")))
        for opinion in ("同意上报", "同意认定", self.citizen.person.name):
            assert opinion in form

    async def applies_again_in_vain(self) -> None:
        """Who stands on the register is told so as soon as she says who she is."""
        await self.chat.says("/start")
        await self.citizen.begins()
        await self.citizen.replies(about_herself(self.citizen.person), "自测结果")
        await self.citizen.agrees()
        await self.citizen.replies(for_the_form(self.citizen.person), "您已经认定过")


def pdf_text(content: bytes) -> str:
    """The words of a PDF without the breaks of its lines."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def lines_of(letter: str) -> list[str]:
    return [line.strip() for line in letter.splitlines() if line.strip()]

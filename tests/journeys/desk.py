"""An officer at the console in Chromium: everything goes through the pages, as it would at a real desk."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.journeys.browser import SCREEN, Eyes, sits_down
from tests.journeys.product import Product
from tests.people import Officer


@dataclass
class Desk:
    """One officer with a browser of her own."""

    eyes: Eyes
    house: Product
    officer: Officer

    @property
    def page(self) -> Page:
        return self.eyes.page

    async def looks(self, name: str) -> None:
        await self.eyes.look(f"desk-{name}")

    async def _press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).click()

    async def _follow(self, name: str) -> None:
        await self.page.get_by_role("link", name=name).first.click()

    async def sees(self, text: str) -> None:
        await expect(self.page.get_by_text(text).first).to_be_visible()

    # --- the door

    async def chooses_password(self, invitation: str) -> None:
        await self.page.goto(invitation)
        await self.looks("invitation")
        await self.page.fill("#new_password", self.officer.password)
        await self.page.fill("#again", self.officer.password)
        await self._press("设置密码")
        await self.sees("密码已设置")

    async def signs_in(self) -> None:
        await self.page.goto(self.house.staff)
        await self.looks("sign-in")
        await self.page.fill("#login", self.officer.login)
        await self.page.fill("#password", self.officer.password)
        await self._press("登录")
        await expect(self.page.get_by_role("navigation", name="主导航")).to_be_visible()
        await self.looks("home")

    # --- the case

    async def opens(self, receipt: str) -> None:
        """Through the queue, as it stands there."""
        await self.page.get_by_role("navigation", name="主导航").get_by_role("link", name="案件").click()
        await expect(self.page.get_by_role("heading", name="案件", exact=True)).to_be_visible()
        await self.looks("queue")
        await self._follow(receipt)
        await expect(self.page.locator(".case-head")).to_contain_text(receipt)

    async def takes_up(self) -> None:
        await self.looks("case-new")
        await self._press("接办这一件")
        await expect(self.page.get_by_role("link", name="退回补正")).to_be_visible()
        await self.looks("case")

    async def views_papers(self) -> None:
        """Side by side with the form, larger and turned."""
        viewer = self.page.locator("[data-viewer]")
        await self.page.wait_for_load_state()
        await self.page.locator("a.look").first.click()
        await expect(viewer).to_be_visible()
        for deed in ("放大", "旋转", "下一张"):
            await viewer.get_by_role("button", name=deed).click()
        await self.looks("papers")

    async def finds_in_order(self, requirement: str) -> None:
        paper = self.page.locator(f"#paper-{requirement}")
        await paper.locator("details.fold > summary").click()
        await paper.get_by_text("核对无误", exact=True).last.click()
        await paper.get_by_text("原件已核验", exact=True).last.click()
        await paper.get_by_role("button", name="保存核对结果").click()
        await expect(paper.locator(".paper-head .mark")).to_have_text("核对无误")

    async def records_match(self) -> None:
        step = self.page.locator("#step-record_match")
        for source in await step.locator("fieldset.source").all():
            await source.get_by_text("一致", exact=True).click()
        await step.get_by_role("button", name="保存信息比对").click()
        await expect(step.locator(".step-head .mark")).not_to_have_text("还没有记录")

    async def records_visit(self, place: str) -> None:
        step = self.page.locator("#step-home_visit")
        await step.locator("#visitor-2").fill("吴刚")
        await step.locator("#place").fill(place)
        await step.get_by_text("情况属实", exact=True).click()
        await step.locator("#findings").fill("本人在家，失业情况属实。")
        await step.get_by_role("button", name="保存入户核实").click()
        await expect(step.locator(".step-head .mark")).not_to_have_text("还没有记录")
        await self.looks("case-checked")

    async def returns(self, requirement: str, comment: str) -> str:
        """退回补正 for one paper; the letter as it was previewed."""
        await self._follow("退回补正")
        await self.page.locator(f"input[name=defect][value='paper:{requirement}']").check()
        await self.page.locator(f"#comment-paper-{requirement}").fill(comment)
        await self.looks("return")
        await self._press("预览通知")
        letter = await self.page.locator(".phone-letter .bubble").inner_text()
        await self.looks("return-preview")
        await self._press("确认退回并通知申请人")
        await self.sees("已退回补正")
        await self.looks("done")
        return letter

    async def passes_on(self) -> None:
        """通过, whatever it is called at this stage, and read what stands after it."""
        await self.page.locator(".decision-row a.btn-primary").click()
        tick = self.page.get_by_label("我已自行核对")
        await tick.check()
        await expect(tick).to_be_checked()
        await self.looks("endorse")
        await self.page.locator("main form .btn-primary").click()
        await expect(self.page.locator(".result-sign")).to_be_visible()
        await self.looks("passed")

    async def register_number(self) -> str:
        """The number in the register of the case just decided."""
        number = await self.page.locator("dt:has-text('登记编号') + dd").inner_text()
        await self.page.get_by_role("navigation", name="主导航").get_by_role("link", name="名册").click()
        await expect(self.page.get_by_role("link", name=number)).to_be_visible()
        await self.looks("register")
        return number


async def desk_of(
    chromium: Browser,
    house: Product,
    officer: Officer,
    *,
    measured: bool = True,
    pictures: Path | None = None,
) -> Desk:
    """The officer came in by her invitation, and has signed in."""
    desk = Desk(await sits_down(chromium, SCREEN, pictures), house, officer)
    desk.eyes.measured = measured
    await desk.chooses_password(await house.invite(officer))
    await desk.signs_in()
    return desk

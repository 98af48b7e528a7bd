"""Courses and training vouchers."""

from bot.client.wire import Wire
from contract.policy import Document
from contract.training import Course, CourseList, Voucher


class TrainingDoors(Wire):
    """Which courses there are, the own seat, and the own vouchers."""

    async def courses(self, pack: str = "") -> CourseList:
        return await self._get("/v1/courses", CourseList, pack=pack)

    async def course(self, id: str) -> Course:
        return await self._get(f"/v1/courses/{id}", Course)

    async def enrol(self, id: str) -> Course:
        return await self._command("POST", f"/v1/courses/{id}/enrolment", Course)

    async def withdraw_from_course(self, id: str) -> Course:
        return await self._command("DELETE", f"/v1/courses/{id}/enrolment", Course)

    async def vouchers(self) -> tuple[Voucher, ...]:
        return await self._get("/v1/vouchers", tuple[Voucher, ...])

    async def voucher_picture(self, id: str) -> Document:
        return await self._get(f"/v1/vouchers/{id}/picture", Document)

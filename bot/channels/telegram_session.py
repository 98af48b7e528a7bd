"""aiogram's HTTP session, made light for the many small messages of a conversation."""

from functools import cache
from typing import Any, Final, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError

JSON: Final = {"Content-Type": "application/json"}


class TelegramSession(AiohttpSession):
    """Sends what carries no file as JSON: a form writes each 汉字 as nine letters, which took longer than the rest."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        files: dict[str, Any] = {}
        wish = self.prepare_value(method.model_dump(exclude_none=True, warnings=False), bot, files)
        if files:
            return await super().make_request(bot, method, timeout)
        _kept(method.__returning__)
        status, content = await self._post(bot, method, wish.encode(), timeout)
        answer = self.check_response(bot, method, status, content)
        return cast(TelegramType, answer.result)

    async def _post(
        self, bot: Bot, method: TelegramMethod[Any], body: bytes, timeout: int | None
    ) -> tuple[int, str]:
        session = await self.create_session()
        url = self.api.api_url(bot.token, method.__api_method__)
        wait = self.timeout if timeout is None else timeout
        try:
            async with session.post(url, data=body, headers=JSON, timeout=wait) as answer:  # type: ignore[arg-type]
                return answer.status, (await answer.read()).decode(errors="replace")
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error


@cache
def _kept(returning: Any) -> Any:
    """Pydantic forgets a generic model nobody holds, and aiogram holds none: it was built anew for every answer."""
    return Response[returning]

"""Messages in and out: the durable inbox, the deliveries, and the event log of the browser chat."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from contract.base import Shape

DeliveryOutcome = Literal["sent", "retry", "blocked", "failed", "unknown", "untried"]


class RawUpdate(Shape):
    """An update exactly as the channel gave it. ``chat_id`` orders it; 0 when it belongs to no chat."""

    update_id: int
    chat_id: int
    body: dict[str, Any]


class StoreUpdates(Shape):
    channel: str
    updates: tuple[RawUpdate, ...]


class Stored(Shape):
    """How many were new; repeated update ids are kept once."""

    new: int


class ClaimUpdates(Shape):
    """Asks for at most ``limit`` updates, at most one per chat, oldest first, none of a chat that is being handled."""

    channel: str
    worker: str
    limit: int = 20
    lease_seconds: int = 60


class ClaimedUpdate(Shape):
    """One update to handle, with the chat's conversation state read in the same transaction."""

    id: int
    update_id: int
    chat_id: int
    body: dict[str, Any]
    attempt: int
    state: dict[str, Any]
    first_held: bool = False
    """The first that waited because its chat sends very fast: time for one sentence that everything has come."""


class FinishUpdate(Shape):
    """Closes a claimed update and saves the chat's state in one transaction. ``error`` closes a poisonous one."""

    id: int
    worker: str
    state: dict[str, Any]
    error: str = ""
    left: bool = False
    """The update says that the chat has blocked us: nothing was said there, and nothing can be said to it."""


class FinishUpdates(Shape):
    updates: tuple[FinishUpdate, ...]


class Finished(Shape):
    """Ids that were still this worker's; an id missing here was taken over by another."""

    ids: tuple[int, ...]


class ReleaseLeases(Shape):
    """Gives back what a worker (or, with ``worker`` empty, a dead process of this channel) held."""

    channel: str
    worker: str = ""


class IntroduceBot(Shape):
    """How our bot is called in a messenger, as the messenger itself tells it."""

    channel: Literal["telegram"]
    name: str = Field(pattern=r"^[A-Za-z0-9_]{4,32}$")


class NoticeButton(Shape):
    """``action`` is one of the bot's places: ``case``, ``correct``, ``check``, ``register``, ``activity``, ``course``,
    ``courses``, ``vouchers``, ``story``, ``jobs``, ``job`` (one of them), ``survey``, ``complain``, ``home``,
    ``reply`` (to a proposed exit; the policy), ``again`` (news goes on), ``article`` (``<policy>:<number>``),
    ``grounds`` (a letter's number), or ``leave`` (a topic); ``argument`` its id."""

    label: str
    action: str
    argument: str = ""


class Picture(Shape):
    """A picture above a message. ``file_id`` is under which the messenger knows it, empty until it was uploaded."""

    id: str
    alt: str
    file_id: str = ""


class Delivery(Shape):
    """One outgoing notice under lease. ``text`` is plain; ``number`` is the 通知编号 citizens can quote."""

    id: int
    channel: str
    chat_id: int
    number: str
    kind: Literal["decision", "request", "urgent", "news"]
    text: str
    buttons: tuple[NoticeButton, ...]
    attempt: int
    language: str
    wait: float = 0
    """Seconds after the claim at which its slot is; all senders of a channel share the slots."""
    picture: Picture | None = None


class ArrivedNews(Shape):
    """News that was delivered: the number of the delivery and of the message in its chat."""

    delivery: int
    message_id: int


class ClaimDeliveries(Shape):
    """Wants the next letters, and says in the same breath which news of the last round was delivered."""

    channel: str
    worker: str
    limit: int = 20
    lease_seconds: int = 60
    arrived: tuple[ArrivedNews, ...] = ()


class CloseArrived(Shape):
    """Several pieces of news that a worker has delivered, closed at once."""

    worker: str
    arrived: tuple[ArrivedNews, ...]


class CloseDelivery(Shape):
    """How a delivery ended. ``retry`` = surely not delivered, again after ``retry_after`` seconds; ``flood`` when the
    messenger itself asked for them, ``refused`` when it refuses the token. ``untried`` = given back as it was."""

    worker: str
    outcome: DeliveryOutcome
    detail: str = ""
    retry_after: float = 0
    flood: bool = False
    refused: bool = False
    message_id: int = 0
    file_id: str = ""
    """Under which the messenger knows the picture now, where it was uploaded."""


class ChatEvent(Shape):
    """One event of a browser chat, in order of ``seq``. ``body`` is what the page draws."""

    seq: int
    kind: Literal["bot", "user", "edit", "markup", "delete"]
    message_id: int
    body: dict[str, Any]
    at: datetime


class AppendChatEvent(Shape):
    kind: Literal["bot", "user", "edit", "markup", "delete"]
    message_id: int = 0
    """0 asks for the next free message id of this chat."""
    body: dict[str, Any]


class ChatEvents(Shape):
    events: tuple[ChatEvent, ...]


class OpenedChat(Shape):
    """A browser chat; ``token`` is the secret its cookie carries."""

    chat_id: int
    token: str


class ChatToken(Shape):
    """The secret of a browser chat, as its cookie carries it."""

    token: str


class ChannelFile(Shape):
    """A file a browser sent into its chat, kept until it becomes a paper or a day has passed."""

    file_id: str
    name: str
    media_type: str
    size: int

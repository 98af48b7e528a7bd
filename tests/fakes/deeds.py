"""What a test makes happen at Telegram's side: people's acts, faults, the clock, tokens.

Each deed takes the account and plain JSON values and answers plain JSON: it works over `/control` unchanged.
"""

import base64
from collections.abc import Callable
from typing import Any

from tests.fakes.account import Account, Json, Resident
from tests.fakes.shelf import StoredFile

Deed = Callable[..., Any]

NEVER = 0
"""The date of a message that is out of the bot's reach."""


def say(account: Account, chat_id: int, text: str, name: str = "") -> int | None:
    """A person writes a text. The update id, or None when texts are not subscribed."""
    resident = _present(account, chat_id, name)
    content: Json = {"text": text}
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return _post(account, resident, {"text": text}, **content)


def send(
    account: Account, chat_id: int, files: list[Json], caption: str = "", name: str = ""
) -> list[int | None]:
    """A person sends photos or documents, several as one album.

    A file is `{"kind": "photo"|"document", "name", "mime", "content" (base64), "size" (claimed, optional)}`.
    """
    resident = _present(account, chat_id, name)
    album = {"media_group_id": str(account.updates.next_id)} if len(files) > 1 else {}
    sent = []
    for number, described in enumerate(files):
        content: Json = {**album, **({"caption": caption} if caption and number == 0 else {})}
        file = _shelve(account, described)
        photo = described["kind"] == "photo"
        content[described["kind"]] = file.as_photo() if photo else file.as_document()
        sent.append(_post(account, resident, {"file": file.as_document(), "text": caption}, **content))
    return sent


def share_contact(account: Account, chat_id: int, phone: str, name: str = "") -> int | None:
    """A person presses the button that shares the own telephone number."""
    resident = _present(account, chat_id, name)
    contact = {"phone_number": phone, "first_name": resident.name, "user_id": chat_id}
    return _post(account, resident, {"text": phone}, contact=contact)


def share_place(account: Account, chat_id: int, latitude: float, longitude: float, name: str = "") -> int | None:
    """A person sends where she is."""
    location = {"latitude": latitude, "longitude": longitude, "horizontal_accuracy": 9.5}
    return _post(account, _present(account, chat_id, name), {"text": "📍"}, location=location)


def tap(
    account: Account, chat_id: int, message_id: int, data: str, times: int = 1, name: str = ""
) -> list[str]:
    """A person presses a button, perhaps several times or one that is long gone. The callback ids."""
    resident = _present(account, chat_id, name)
    taps = []
    for _ in range(times):
        callback_id = account.new_callback(chat_id)
        message = account.messages.get((chat_id, message_id)) or {
            "message_id": message_id,
            "date": NEVER,
            "chat": resident.chat(),
        }
        account.journal.add("tapped", chat_id, message_id=message_id, data=data, callback_id=callback_id)
        account.updates.push(
            {
                "callback_query": {
                    "id": callback_id,
                    "from": resident.user(),
                    "message": message,
                    "chat_instance": str(chat_id),
                    "data": data,
                }
            }
        )
        taps.append(callback_id)
    return taps


def block(account: Account, chat_id: int) -> None:
    """A person blocks the bot."""
    _membership(account, chat_id, "blocked", "member", "kicked")


def unblock(account: Account, chat_id: int) -> None:
    """A person lets the bot write again."""
    _membership(account, chat_id, "present", "kicked", "member")


def deactivate(account: Account, chat_id: int) -> None:
    """A person deletes the account."""
    account.resident(chat_id).state = "deactivated"


def settle(account: Account, chat_ids: list[int]) -> None:
    """Many people who have once talked to the bot, so that it may write to them."""
    for chat_id in chat_ids:
        account.resident(chat_id)


def push(account: Account, updates: list[Json]) -> list[int | None]:
    """Raw updates, as hostile or as repeated as the test wants."""
    return [account.updates.push(update) for update in updates]


def number_from(account: Account, update_id: int) -> None:
    """The numbering starts anew, as after a week without updates."""
    account.updates.next_id = update_id


def fault(account: Account, **fields: Any) -> None:
    """Order a fault; fields of `faults.Fault`."""
    account.faults.order(**fields)


def clear_faults(account: Account) -> None:
    account.faults.clear()


def limit(account: Account, overall: int = 0, chat: int = 0) -> None:
    """Enforce a rate of messages in any one second; 0 lifts it."""
    account.limits.overall, account.limits.chat = overall, chat


def advance(account: Account, seconds: float) -> None:
    """Move Telegram's clock: taps and updates grow old."""
    account.clock_shift += seconds


def revoke(account: Account, revoked: bool = True) -> None:
    """The token stops working, or works again."""
    account.revoked = revoked


def state(account: Account) -> Json:
    """Counts and settings."""
    return {
        "pending": len(account.updates.waiting),
        "confirmed": account.updates.confirmed,
        "journal": len(account.journal.entries),
        "requests": len(account.requests),
        "settings": account.settings,
        "webhook": account.webhook.url,
        "webhook_error": account.webhook.last_error,
    }


def requests(account: Account, after: int = 0) -> list[list[Any]]:
    """Each call as [seconds since 1970, method, chat id, outcome], refused ones too."""
    return account.requests[after:]


def content(account: Account, file_id: str) -> str:
    """The bytes of a file the bot sent, in base64."""
    return base64.b64encode(account.shelf.files[file_id].content).decode()


DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        say, send, share_contact, share_place, tap, block, unblock, deactivate, settle, push, number_from,
        fault, clear_faults, limit, advance, revoke, state, requests, content,
    )
}  # fmt: skip


def _present(account: Account, chat_id: int, name: str) -> Resident:
    """The person who acts; whoever writes has unblocked the bot first."""
    resident = account.resident(chat_id, name)
    if resident.state == "blocked":
        unblock(account, chat_id)
    return resident


def _post(account: Account, resident: Resident, seen: Json, **content: Any) -> int | None:
    message = account.new_message(resident, resident.user(), **content)
    kind = "sent" if "file" in seen else "said"
    account.journal.add(kind, resident.chat_id, message_id=message["message_id"], **seen)
    return account.updates.push({"message": message})


def _shelve(account: Account, file: Json) -> StoredFile:
    bytes_ = base64.b64decode(file["content"])
    return account.shelf.put(f"{file['kind']}s", file["name"], bytes_, file.get("size"), file.get("mime", ""))


def _membership(account: Account, chat_id: int, state: str, before: str, after: str) -> None:
    resident = account.resident(chat_id)
    resident.state = state
    account.updates.push(
        {
            "my_chat_member": {
                "chat": resident.chat(),
                "from": resident.user(),
                "date": int(account.now()),
                "old_chat_member": {"user": account.user, "status": before, "until_date": 0},
                "new_chat_member": {"user": account.user, "status": after, "until_date": 0},
            }
        }
    )

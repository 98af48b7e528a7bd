"""The Bot API methods the fake speaks, each with the checks and the words of the real server."""

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.account import Account, Json, Resident
from tests.fakes.call import LONGEST_CAPTION, LONGEST_TEXT, Call
from tests.fakes.faults import ApiError
from tests.fakes.markup import utf16_length
from tests.fakes.shelf import LARGEST_DOCUMENT, LARGEST_DOWNLOAD, LARGEST_PHOTO, StoredFile, dimensions

Method = Callable[[Account, Call], Any]

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
DELETABLE_FOR = 48 * 3600
QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
SETTING_LENGTHS = {"description": 512, "short_description": 120, "name": 64}


def get_me(account: Account, _: Call) -> Json:
    return account.user


def send_message(account: Account, call: Call) -> Json:
    resident = account.reachable(call.chat())
    text, entities = call.formatted("text", LONGEST_TEXT, "message is too long")
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    keyboard = call.keyboard()
    account.spend(resident.chat_id)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return _deliver(account, resident, content, keyboard)


def send_document(account: Account, call: Call) -> Json:
    return _send_file(account, call, "document", LARGEST_DOCUMENT)


def send_photo(account: Account, call: Call) -> Json:
    return _send_file(account, call, "photo", LARGEST_PHOTO)


def _send_file(account: Account, call: Call, kind: str, largest: int) -> Json:
    resident = account.reachable(call.chat())
    caption, entities = call.formatted("caption", LONGEST_CAPTION, "message caption is too long")
    keyboard = call.keyboard()
    file = _file_of(account, call, kind, largest)
    account.spend(resident.chat_id)
    content: Json = {kind: file.as_photo() if kind == "photo" else file.as_document()}
    if caption:
        content["caption"] = caption
    if entities:
        content["caption_entities"] = entities
    return _deliver(account, resident, content, keyboard)


def _file_of(account: Account, call: Call, kind: str, largest: int) -> StoredFile:
    """The file of the call: an upload, or one the server already has. Raises ApiError."""
    reference = str(call.params.get(kind, ""))
    upload = call.uploads.get(reference.removeprefix("attach://") if reference else kind)
    if upload is None:
        if not reference:
            raise ApiError(400, f"Bad Request: there is no {kind} in the request")
        if reference not in account.shelf.files:
            raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return account.shelf.files[reference]
    if not upload.content:
        raise ApiError(400, "Bad Request: file must be non-empty")
    if len(upload.content) > largest:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and dimensions(upload.content) is None:
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED")
    return account.shelf.put(f"{kind}s", upload.name, upload.content)


def _deliver(account: Account, resident: Resident, content: Json, keyboard: Json | None) -> Json:
    message = account.new_message(resident, account.user, **content)
    if _inline(keyboard):
        message["reply_markup"] = keyboard
    account.journal.add("message", resident.chat_id, **_seen(message, keyboard))
    return message


def _inline(keyboard: Json | None) -> Json | None:
    """Only buttons under a message belong to it; no rows is no keyboard."""
    return keyboard if keyboard and keyboard.get("inline_keyboard") else None


def _seen(message: Json, keyboard: Json | None) -> Json:
    """What the person now sees of the message."""
    seen: Json = {
        "message_id": message["message_id"],
        "text": message.get("text") or message.get("caption", ""),
        "entities": message.get("entities") or message.get("caption_entities", []),
        "keyboard": keyboard,
    }
    if file := message.get("document") or (message.get("photo") or [None])[-1]:
        seen["file"] = file
    return seen


def edit_message_text(account: Account, call: Call) -> Json:
    resident, message = _editable(account, call)
    text, entities = call.formatted("text", LONGEST_TEXT, "message is too long")
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if "text" not in message:
        raise ApiError(400, "Bad Request: there is no text in the message to edit")
    keyboard = _inline(call.keyboard())
    before = (message["text"], message.get("entities", []), message.get("reply_markup"))
    if before == (text, entities, keyboard):
        raise ApiError(400, NOT_MODIFIED)
    message["text"], message["entities"] = text, entities
    return _edited(account, resident, message, keyboard, "edit")


def edit_message_reply_markup(account: Account, call: Call) -> Json:
    resident, message = _editable(account, call)
    keyboard = _inline(call.keyboard())
    if message.get("reply_markup") == keyboard:
        raise ApiError(400, NOT_MODIFIED)
    return _edited(account, resident, message, keyboard, "markup")


def _editable(account: Account, call: Call) -> tuple[Resident, Json]:
    resident = account.reachable(call.chat())
    message = account.messages.get((resident.chat_id, call.integer("message_id")))
    if message is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    if not message["from"]["is_bot"]:
        raise ApiError(400, "Bad Request: message can't be edited")
    return resident, message


def _edited(account: Account, resident: Resident, message: Json, keyboard: Json | None, kind: str) -> Json:
    message["edit_date"] = int(account.now())
    message.pop("reply_markup", None)
    if keyboard:
        message["reply_markup"] = keyboard
    account.journal.add(kind, resident.chat_id, **_seen(message, keyboard))
    return message


def delete_message(account: Account, call: Call) -> bool:
    resident = account.reachable(call.chat())
    key = (resident.chat_id, call.integer("message_id"))
    message = account.messages.get(key)
    if message is None:
        raise ApiError(400, "Bad Request: message to delete not found")
    if message["date"] < account.now() - DELETABLE_FOR:
        raise ApiError(400, "Bad Request: message can't be deleted for everyone")
    del account.messages[key]
    account.journal.add("delete", resident.chat_id, message_id=key[1])
    return True


def answer_callback_query(account: Account, call: Call) -> bool:
    chat_id, deadline = account.callbacks.get(call.text("callback_query_id"), (0, 0.0))
    if account.now() > deadline:
        raise ApiError(400, QUERY_TOO_OLD)
    text = call.text("text")
    if utf16_length(text) > 200:
        raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
    callback_id = call.text("callback_query_id")
    account.journal.add("toast", chat_id, text=text, callback_id=callback_id, alert=call.flag("show_alert"))
    return True


def send_chat_action(account: Account, call: Call) -> bool:
    resident = account.reachable(call.chat())
    if call.text("action") not in ACTIONS:
        raise ApiError(400, "Bad Request: wrong parameter action in request")
    account.journal.add("action", resident.chat_id, action=call.text("action"))
    return True


def get_file(account: Account, call: Call) -> Json:
    file = account.shelf.files.get(call.text("file_id"))
    if file is None:
        raise ApiError(400, "Bad Request: invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise ApiError(400, "Bad Request: file is too big")
    return {**file.described(), "file_path": file.path}


def set_my_commands(account: Account, call: Call) -> bool:
    commands: list[Json] = call.value("commands") or []
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(str(command.get("description", ""))) <= 256:
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    account.settings[f"commands:{call.text('language_code')}"] = commands
    return True


def get_my_commands(account: Account, call: Call) -> list[Json]:
    commands: list[Json] = account.settings.get(f"commands:{call.text('language_code')}", [])
    return commands


def set_chat_menu_button(account: Account, call: Call) -> bool:
    account.settings["menu_button"] = call.value("menu_button")
    return True


def setting(name: str) -> Method:
    """A method that stores one text of the bot's profile."""

    def store(account: Account, call: Call) -> bool:
        text = call.text(name)
        if utf16_length(text) > SETTING_LENGTHS[name]:
            raise ApiError(400, f"Bad Request: bot {name.replace('_', ' ')} is too long")
        account.settings[f"{name}:{call.text('language_code')}"] = text
        return True

    return store


METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "sendchataction": send_chat_action,
    "getfile": get_file,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "setchatmenubutton": set_chat_menu_button,
    "setmydescription": setting("description"),
    "setmyshortdescription": setting("short_description"),
    "setmyname": setting("name"),
}
"""Methods that answer at once; getUpdates and the webhook methods live with the server."""

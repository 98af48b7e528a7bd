"""Personal data as it is shown by default: enough to recognise, not enough to misuse (S26)."""


def mask_name(name: str) -> str:
    """Only the first character is left: 王秀英 → 王*, 阿卜杜拉·买买提 → 阿*."""
    return f"{name[:1]}*" if name else ""


def mask_phone(phone: str) -> str:
    """138****1234; of a landline the last three digits are hidden."""
    if len(phone) == 11 and phone.isdigit() and phone.startswith("1"):
        return f"{phone[:3]}****{phone[-4:]}"
    return f"{phone[:-3]}***" if len(phone) > 3 else "***"


def mask_text(text: str, shown: int) -> str:
    """The first characters and stars: an address down to its street, a number down to its prefix."""
    return f"{text[:shown]}****" if len(text) > shown else text

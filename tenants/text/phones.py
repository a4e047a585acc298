"""Phone numbers: any spelling in, E.164 (``+84912345678``) kept, ``0912 345 678`` shown."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

VIET_NAM = 84
# Digits after the country code: a mobile begins with 3, 5, 7, 8 or 9, a landline with 2.
# Which prefixes are in use changes more often than we would learn of it.
_DIALLED = re.compile(r"[35789]\d{8}|2\d{9}")
# Lists hold little else, and the library takes thirty times as long over it.
_PLAIN_MOBILE = re.compile(r"(?:0|\+?84)?([35789]\d{8})")
_SPELLED = re.compile(r"\+?[\d\s().\-/]+")
_LOST_TO_FLOAT = re.compile(r"(\d{8,})[.,]0+")


class BadPhoneError(ValueError):
    """Text is not a phone number.

    ``missing`` says how many digits a mobile of 10 digits (a landline of 11) lacks,
    ``extra`` how many it has too many; both are 0 if something else is wrong.
    """

    def __init__(self, text: str, *, missing: int = 0, extra: int = 0) -> None:
        super().__init__(f"not a phone number: {text}")
        self.text = text
        self.missing = missing
        self.extra = extra


def parse_phone(text: str | float) -> str:
    """Return a number in E.164, from any usual spelling and from a spreadsheet's number.

    Raises:
        BadPhoneError: it is no phone number, or digits are missing.

    """
    spelled = _spelled(text)
    if plain := _PLAIN_MOBILE.fullmatch(spelled):
        return f"+{VIET_NAM}{plain[1]}"
    try:
        number = phonenumbers.parse(spelled, "VN") if _SPELLED.fullmatch(spelled) else None
    except NumberParseException:
        number = None
    if number is None:
        raise BadPhoneError(spelled, missing=_missing(re.sub(r"\D", "", spelled)))
    if number.country_code != VIET_NAM:
        return _foreign(number, spelled)
    digits = str(number.national_number)
    if not _DIALLED.fullmatch(digits):
        digits = digits.removeprefix(str(VIET_NAM)) if _extra(digits) else digits
        raise BadPhoneError(spelled, missing=_missing(digits), extra=_extra(digits))
    return f"+{VIET_NAM}{digits}"


def show_phone(phone: str) -> str:
    """Show a kept number as people write it: ``0912 345 678``."""
    number = phonenumbers.parse(phone)
    if number.country_code != VIET_NAM:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)


def _spelled(text: str | float) -> str:
    if isinstance(text, float) and text.is_integer():
        return str(int(text))
    spelled = " ".join(str(text).split())
    lost = _LOST_TO_FLOAT.fullmatch(spelled)
    return lost[1] if lost else spelled


def _foreign(number: PhoneNumber, spelled: str) -> str:
    if not phonenumbers.is_valid_number(number):
        raise BadPhoneError(spelled)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _length(digits: str) -> int:
    return 10 if digits.startswith("2") else 9


def _missing(digits: str) -> int:
    return max(0, _length(digits) - len(digits)) if digits else 0


def _extra(digits: str) -> int:
    return max(0, len(digits) - _length(digits))

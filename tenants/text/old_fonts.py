"""Text typed in a font from before Unicode, told apart and written anew.

TCVN3 (ABC) fonts such as ``.VnTime`` draw Vietnamese letters in the places of Latin-1
signs: ``NguyÔn V¨n T¸m``. VNI fonts write a letter and its mark as two: ``Nguyeãn Vaên
Taùm``. Read as Unicode both are rubbish. The tables are those of the Vietnamese
standard TCVN 5712:1993 (VN3) and of the VNI company's Windows fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum


class OldFont(StrEnum):
    """A way of writing Vietnamese from before Unicode, as offices call it."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300\u0309\u0303\u0301\u0323"
_ROOF, _BREVE = "\u0302", "\u0306"
_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_ROOFED = {
    "â": _ROOF,
    "á": _ROOF + _ACUTE, "à": _ROOF + _GRAVE, "å": _ROOF + _HOOK,
    "ã": _ROOF + _TILDE, "ä": _ROOF + _DOT,
}  # fmt: skip
_BREVED = {
    "ê": _BREVE,
    "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_MARKS = {
    "a": _TONES | _ROOFED | _BREVED,
    "e": _TONES | _ROOFED,
    "o": _TONES | _ROOFED,
    "u": _TONES,
    "y": _TONES,
    "ô": _TONES,  # stands for ơ
    "ö": _TONES,  # stands for ư
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(
    "|".join(f"{letter}[{''.join(marks)}]" for letter, marks in _VNI_MARKS.items())
    + f"|[{''.join(_VNI_ALONE)}]",
    re.IGNORECASE,
)

# Signs that stand beside a letter in no other text.
_OF_TCVN3 = re.compile(
    r"(?<=[A-Za-z])[¡-¬\u00ad®µ¶·¸¹»¼½¾×÷ÞþßÐ]|[¡-¬\u00ad®µ¶·¸¹»¼½¾×÷Þþß](?=[A-Za-z])"
)
# Pairs and letters that no Vietnamese word has. «oà» and «oá» are left out: «Hoà», «khoá».
_OF_VNI = re.compile(
    "a[ùøûõïâáàåãäêéèúüë]|e[ùøûõïâáàåãä]|o[ùøûõïâåãä]|[uy][ùøõï]|[ôö][ùøûõï]|[öñæî]",
    re.IGNORECASE,
)
_UNICODE_ONLY = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9\u0300-\u0323]")


def font_of(texts: Iterable[str]) -> tuple[OldFont | None, bool]:
    """Return the old font in which texts of one list were typed, if any, and whether all were.

    In a list typed in it throughout, a word such as ``Tó`` is in it as well, although
    it looks like one of today.
    """
    today, signs = 0, {OldFont.TCVN3: 0, OldFont.VNI: 0}
    for text in texts:
        if _UNICODE_ONLY.search(text):
            today += 1
        elif _OF_TCVN3.search(text):
            signs[OldFont.TCVN3] += 1
        elif _OF_VNI.search(text):
            signs[OldFont.VNI] += 1
    if not any(signs.values()):
        return None, False
    return max(signs, key=lambda font: signs[font]), today == 0


def is_in(text: str, font: OldFont) -> bool:
    """Tell whether a text by itself shows that it was typed in an old font."""
    signs = _OF_TCVN3 if font is OldFont.TCVN3 else _OF_VNI
    return bool(signs.search(text)) and not _UNICODE_ONLY.search(text)


def written_anew(text: str, font: OldFont) -> str:
    """Return text of an old font in Unicode."""
    if _UNICODE_ONLY.search(text):
        return text
    if font is OldFont.TCVN3:
        return "".join(_TCVN3.get(sign, sign) for sign in text)
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(lambda found: _vni(found[0]), text))


def _vni(written: str) -> str:
    letter, mark = written[0], written[1:].lower()
    small = letter.lower()
    # «ơ» is one letter to Unicode, «o» with a hook of its own; «æ» alone is «ỉ».
    base = _VNI_ALONE.get(small, small)
    base = base.upper() if letter != small else base
    return base + (_VNI_MARKS[small][mark] if mark else "")

"""Text of old fonts is told from text of today, and read as it was meant."""

from __future__ import annotations

import re
import unicodedata

import pytest

from tenants.onboarding.reading import read_list
from tenants.text.old_fonts import OldFont, font_of, written_anew
from tests.tenants.onboarding.test_reading import DEMO

NAMES = [
    ("NguyÔn V¨n T¸m", "Nguyeãn Vaên Taùm", "Nguyễn Văn Tám"),
    ("§¶ng bé ph\u00adêng Hoa Mai", "Ñaûng boä phöôøng Hoa Mai", "Đảng bộ phường Hoa Mai"),
    ("Chi bé Tæ d©n phè 6", "Chi boä Toå daân phoá 6", "Chi bộ Tổ dân phố 6"),
    ("BÝ th\u00ad, sè ®iÖn tho¹i", "Bí thö, soá ñieän thoaïi", "Bí thư, số điện thoại"),
    ("Lª ThÞ HuÖ", "Leâ Thò Hueä", "Lê Thị Huệ"),
    ("Uû ban", "UÛy ban", None),
    ("Vâ ThÞ Mü", "Voõ Thò Myõ", "Võ Thị Mỹ"),
]


@pytest.mark.parametrize(("tcvn3", "vni", "meant"), NAMES)
def test_text_of_an_old_font_is_read_as_it_was_meant(
    tcvn3: str, vni: str, meant: str | None
) -> None:
    assert written_anew(tcvn3, OldFont.TCVN3) == (meant or "Uỷ ban")
    assert written_anew(vni, OldFont.VNI) == (meant or "Ủy ban")


@pytest.mark.parametrize("font", OldFont)
def test_every_name_of_a_real_list_survives_the_way_there_and_back(font: OldFont) -> None:
    reading = read_list((DEMO / "ha-tinh-2023.xlsx").read_bytes())
    names = {cell.name for cell in reading.cells} | {
        person.name for cell in reading.cells for person in (cell.secretary, cell.deputy) if person
    }
    # Capitals with a tone are not typed in TCVN3: a font of capitals draws the small ones.
    names = {name for name in names if not re.search("[ÝÁÀẢÃẠ]", name)}
    assert len(names) > 300

    typed = {name: as_typed_in(font, name) for name in names}

    assert {written_anew(text, font) for text in typed.values()} == names
    assert font_of(typed.values()) == (font, True)


@pytest.mark.parametrize(
    "texts",
    [
        ["Hà Nam", "Hoà", "khoá", "Trà My", "Ngô Tú", "Lã Thị Phúc"],
        ["Nguyễn Văn Tám", "Tó"],
        ["Ban Chỉ huy quân sự", "37°C · 50 %", "A4 © 2026", "5 × 7"],
        ["", "STT", "Tan Giang"],
    ],
)
def test_text_of_today_is_left_alone(texts: list[str]) -> None:
    assert font_of(texts) == (None, False)


def test_font_is_told_from_the_whole_list_and_so_are_words_that_could_be_of_today() -> None:
    assert font_of(["Hoµng V¨n Tó", "Tó"]) == (OldFont.TCVN3, True)
    assert font_of(["Hoµng V¨n Tó", "Nguyễn Văn Tú"]) == (OldFont.TCVN3, False)
    assert written_anew("Tó", OldFont.TCVN3) == "Tú"
    assert written_anew("Nguyễn Văn Tú", OldFont.TCVN3) == "Nguyễn Văn Tú"


def as_typed_in(font: OldFont, name: str) -> str:
    """Write a name as that font's keyboard did, from the font's own table."""
    written = unicodedata.normalize("NFC", name)
    if font is OldFont.TCVN3:
        return "".join(_TCVN3.get(letter, letter) for letter in written)
    return "".join(_vni(letter) for letter in written)


_TCVN3_LETTERS = (
    "À=µ Ả=¶ Ã=· Á=¸ Ạ=¹ Ằ=» Ẳ=¼ Ẵ=½ Ắ=¾ Ặ=Æ Ầ=Ç Ẩ=È Ẫ=É Ấ=Ê Ậ=Ë È=Ì Ẻ=Î Ẽ=Ï É=Ð Ẹ=Ñ Ề=Ò Ể=Ó Ễ=Ô "
    "Ế=Õ Ệ=Ö Ì=× Ỉ=Ø Ĩ=Ü Í=Ý Ị=Þ Ò=ß Ỏ=á Õ=â Ó=ã Ọ=ä Ồ=å Ổ=æ Ỗ=ç Ố=è Ộ=é Ờ=ê Ở=ë Ỡ=ì Ớ=í Ợ=î Ù=ï "
    "Ủ=ñ Ũ=ò Ú=ó Ụ=ô Ừ=õ Ử=ö Ữ=÷ Ứ=ø Ự=ù Ỳ=ú Ỷ=û Ỹ=ü Ý=ý Ỵ=þ"
)
_TCVN3 = {pair[0].lower(): pair[2] for pair in _TCVN3_LETTERS.split()} | dict(
    zip("ĂÂÊÔƠƯĐăâêôơưđ", "¡¢£¤¥¦§¨©ª«¬\u00ad®", strict=True)
)
_VNI_TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
_VNI_ROOFED = dict(zip("\u0301\u0300\u0309\u0303\u0323", "áàåãä", strict=True))
_VNI_BREVED = dict(zip("\u0301\u0300\u0309\u0303\u0323", "éèúüë", strict=True))
_VNI_I = {"ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "Đ": "Ñ"}


def _vni(letter: str) -> str:
    if letter in _VNI_I:
        return _VNI_I[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if not marks or not re.match("[aeouyAEOUY]", base):
        return letter
    tone = next((mark for mark in marks if mark in _VNI_TONES), "")
    shown: dict[str, str] = {
        "\u0302": base + _VNI_ROOFED.get(tone, "â"),
        "\u0306": base + _VNI_BREVED.get(tone, "ê"),
        "\u031b": {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}.get(base, "") + _VNI_TONES.get(tone, ""),
    }
    shape = next((mark for mark in marks if mark in shown), "")
    return shown[shape] if shape else base + _VNI_TONES[tone]

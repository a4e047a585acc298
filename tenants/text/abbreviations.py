"""Abbreviations that offices use in lists and that people type into a search box."""

from __future__ import annotations

import re

ABBREVIATIONS = {
    "bch": "ban chấp hành",
    "bchqs": "ban chỉ huy quân sự",
    "bt": "bí thư",
    "btv": "ban thường vụ",
    "cb": "chi bộ",
    "cđ": "cao đẳng",
    "cq": "cơ quan",
    "cty": "công ty",
    "đb": "đảng bộ",
    "đt": "điện thoại",
    "đtdđ": "điện thoại",
    "đu": "đảng ủy",
    "đv": "đảng viên",
    "dn": "doanh nghiệp",
    "gdtx": "giáo dục thường xuyên",
    "hđnd": "hội đồng nhân dân",
    "htx": "hợp tác xã",
    "kdc": "khu dân cư",
    "kp": "khu phố",
    "mn": "mầm non",
    "mttq": "mặt trận tổ quốc",
    "pbt": "phó bí thư",
    "qs": "quân sự",
    "sđt": "số điện thoại",
    "tdp": "tổ dân phố",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "tp": "thành phố",
    "tt": "thị trấn",
    "tx": "thị xã",
    "tyt": "trạm y tế",
    "ubkt": "ủy ban kiểm tra",
    "ubnd": "ủy ban nhân dân",
}
# A single letter is an abbreviation only before a point or a number: «P. Hoa Mai», «P.3».
INITIALS = {"p": "phường", "q": "quận", "x": "xã"}

_UNACCENTED = {"db": "đảng bộ", "hdnd": "hội đồng nhân dân", "sdt": "số điện thoại"}
_WORDS = ABBREVIATIONS | _UNACCENTED
_WORD = re.compile(rf"(?<!\w)({'|'.join(_WORDS)})(?![^\W\d])\.?(?=(\d?))", re.IGNORECASE)
_INITIAL = re.compile(rf"(?<!\w)({'|'.join(INITIALS)})(?:\.\s*(?=\w)|\s*(?=\d))", re.IGNORECASE)

# The other way round, in search keys; «to dan pho» and its like are kept in full in names.
_IN_NAMES = {
    "trung hoc co so": "thcs",
    "trung hoc pho thong": "thpt",
    "uy ban nhan dan": "ubnd",
    "hoi dong nhan dan": "hdnd",
    "mat tran to quoc": "mttq",
    "uy ban kiem tra": "ubkt",
    "ban chi huy quan su": "bchqs",
    "giao duc thuong xuyen": "gdtx",
    "hop tac xa": "htx",
    "to dan pho": "tdp",
    "khu dan cu": "kdc",
}
_LONG_WORDS = re.compile(rf"(?<!\w)({'|'.join(_IN_NAMES)})(?!\w)")


def write_out(text: str) -> str:
    """Write the abbreviations in text out in full: ``CB TDP 6`` is ``chi bộ tổ dân phố 6``."""
    text = _INITIAL.sub(lambda found: f"{INITIALS[found[1].lower()]} ", text)
    return _WORD.sub(lambda found: _WORDS[found[1].lower()] + (" " if found[2] else ""), text)


def cut_short(key: str) -> str:
    """Abbreviate a search key as names do: ``truong trung hoc co so`` is ``truong thcs``."""
    return _LONG_WORDS.sub(lambda found: _IN_NAMES[found[1]], key)

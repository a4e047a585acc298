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


def write_out(text: str) -> str:
    """Write the abbreviations in text out in full: ``CB TDP 6`` is ``chi bộ tổ dân phố 6``."""
    text = _INITIAL.sub(lambda found: f"{INITIALS[found[1].lower()]} ", text)
    return _WORD.sub(lambda found: _WORDS[found[1].lower()] + (" " if found[2] else ""), text)

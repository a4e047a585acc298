"""Which sector a cell is of, from the words of a list."""

from __future__ import annotations

import re
from functools import lru_cache

from tenants.text.abbreviations import write_out
from tenants.text.folding import normalise, search_key
from tenants.units import Sector

# The first line whose words occur decides: «Tổ dân phố Trường Sơn» is no school.
_WORDS: dict[Sector, tuple[str, ...]] = {
    Sector.PENSIONERS: ("hưu trí", "nghỉ hưu", "cán bộ hưu"),
    Sector.RESIDENTIAL: (
        "khu dân cư",
        "tổ dân phố",
        "tổ dân cư",
        "khu phố",
        "khối phố",
        "tiểu khu",
        "thôn",
        "ấp",
        "khóm",
        "xóm",
        "bản",
        "buôn",
        "làng",
    ),
    Sector.SCHOOL: ("trường", "trường học", "mầm non", "tiểu học", "trung học", "giáo dục"),
    Sector.POLICE: ("công an",),
    Sector.MILITARY: ("quân sự", "quân đội", "bộ đội", "biên phòng", "lực lượng vũ trang"),
    Sector.PUBLIC_SERVICE: ("sự nghiệp", "y tế", "bệnh viện", "trung tâm", "bảo tàng"),
    Sector.ENTERPRISE: ("doanh nghiệp", "công ty", "hợp tác xã", "ngân hàng", "nhà máy"),
    Sector.AGENCY: ("cơ quan", "hành chính", "ủy ban", "đảng ủy", "mặt trận", "văn phòng"),
    Sector.OTHER: ("khác",),
}
_UNACCENTED = {
    sector: tuple(search_key(word) for word in words if word != "bản")  # «Ban Chỉ huy quân sự»
    for sector, words in _WORDS.items()
}


@lru_cache(maxsize=4096)
def sector_in(text: str) -> Sector | None:
    """Return the sector that words such as ``Khu dân cư``, or a cell's name, speak of."""
    spelled = " ".join(re.findall(r"\w+", write_out(normalise(text)).lower()))
    table = _WORDS
    if text.isascii():
        spelled, table = search_key(spelled), _UNACCENTED
    for sector, words in table.items():
        if any(f" {word} " in f" {spelled} " for word in words):
            return sector
    return None

"""How offices write a rating list: its headings, and each rating in full or shortened."""

from __future__ import annotations

from tenants.text.folding import spelling_key
from workflows.dossiers.tables import Rating

# What the columns are called, without regard to case and the spelling of accents.
COLUMNS = {
    "code": ("mã hồ sơ", "mã"),
    "cell": ("chi bộ", "tên chi bộ", "đơn vị"),
    "ward": ("đảng ủy cấp trên", "đảng ủy", "phường", "phường, xã", "xã"),
    "rating": ("xếp loại", "mức xếp loại", "kết quả xếp loại"),
}
RATINGS = {
    Rating.EXCELLENT: (
        "hoàn thành xuất sắc nhiệm vụ", "hoàn thành xuất sắc", "xuất sắc", "htxsnv",
    ),
    Rating.GOOD: ("hoàn thành tốt nhiệm vụ", "hoàn thành tốt", "tốt", "httnv"),
    Rating.COMPLETED: ("hoàn thành nhiệm vụ", "hoàn thành", "htnv"),
    Rating.NOT_COMPLETED: ("không hoàn thành nhiệm vụ", "không hoàn thành", "khtnv"),
}  # fmt: skip
_WRITTEN = {spelling_key(name): each for each, names in RATINGS.items() for name in names}


def rating_written(words: str) -> Rating | None:
    """Return the rating that an office writes so, or None for what is none."""
    return _WRITTEN.get(spelling_key(words).rstrip("."))

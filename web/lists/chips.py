"""The chips above a list: what each kind of work is called, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.members import Member
from tenants.wall import TenantSession
from web.catalogue import _l
from web.words import in_own_words, state_word
from workflows.tasks.inbox import BY_STATE, REACHED, Work, counts

WORDS = {
    "can-toi-xem": _l("Cần tôi xem"),
    "chua-dang-ky": _l("Chưa đăng ký"),
    "cho-tiep-nhan": _l("Chờ tiếp nhận"),
    "cho-chon-diem": _l("Chờ chọn điểm"),
    "dang-thuc-hien": _l("Đang thực hiện"),
    "dang-tu-danh-gia": _l("Đang tự đánh giá"),
    "dang-tham-dinh": _l("Đang thẩm định"),
    "da-tra-lai": _l("Đã trả lại"),
    "cho-hop": _l("Đủ hồ sơ, chờ họp"),
    "cho-gui": _l("Chờ gửi {city}"),
    "da-gui": _l("Đã gửi {city}"),
    "da-co-ket-qua": _l("Đã có kết quả"),
    "phuong-chua-gui": _l("Còn ở {ward}"),
    "duoc-cong-nhan": _l("Được công nhận"),
    "khong-cong-nhan": _l("Không công nhận"),
    "da-dang-ky": _l("Đã đăng ký"),
    "da-nop": _l("Đã nộp tự đánh giá"),
    "da-de-nghi": _l("{Ward} đề nghị"),
    "khac": _l("Khác"),
    "tat-ca": _l("Tất cả"),
}

# Which move a list offers for several dossiers at once, by its word in addresses.
BULK_WORDS = {
    "cho-tiep-nhan": "tiep-nhan",
    "cho-chon-diem": "cho-thuc-hien",
    "dang-thuc-hien": "mo-tu-danh-gia",
    "cho-gui": "gui-cap-tren",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind of work with its words and the number of dossiers behind it."""

    work: Work
    words: str
    count: int


def chips_of(
    session: TenantSession,
    member: Member,
    works: Sequence[Work],
    *,
    ward_id: UUID | None = None,
    year: int | None = None,
    chosen: str = "",
) -> list[Chip]:
    """List the chips of a page.

    A kind without dossiers is left out; the first, the last and the chosen one stay. A figure of
    those above the lists, or of a ward's page, becomes a chip of its own once somebody has
    followed it.
    """
    figures = (*REACHED, *BY_STATE)
    listed = [*works, *(each for each in figures if each.word == chosen and each not in works)]
    numbers = counts(session, member, listed, ward_id=ward_id, year=year)
    return [
        Chip(work, work_words(work), numbers[work.word])
        for work in listed
        if numbers[work.word] or work in {works[0], works[-1]} or work.word == chosen
    ]


def work_words(work: Work) -> str:
    """Return what a kind of work is called, in the tenant's own words."""
    if work in BY_STATE:
        return state_word(work.word)
    return in_own_words(str(WORDS[work.word]))

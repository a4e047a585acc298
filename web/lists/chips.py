"""The chips above a list: what each kind of work is called, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.members import Member
from tenants.wall import TenantSession
from web.catalogue import _l
from web.words import in_own_words
from workflows.tasks.inbox import Work, counts

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
    "phuong-chua-gui": _l("{Ward} chưa gửi"),
    "duoc-cong-nhan": _l("Được công nhận"),
    "khong-cong-nhan": _l("Không công nhận"),
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
    session: TenantSession, member: Member, works: Sequence[Work], *, ward_id: UUID | None = None
) -> list[Chip]:
    """List the chips of a page; a kind without dossiers is left out, the first and last stay."""
    numbers = counts(session, member, works, ward_id=ward_id)
    return [
        Chip(work, in_own_words(str(WORDS[work.word])), numbers[work.word])
        for work in works
        if numbers[work.word] or work in {works[0], works[-1]}
    ]

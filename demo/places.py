"""The places of the demo, and how far each ward has come in its year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tenants.tenant import Level
from workflows.criteria.framework import Adjustment

FOLDER = Path(__file__).parent

# Where dossiers end up, and how many; whatever is left over has not begun.
Standing = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WardPlan:
    """What happens in a ward: ``ends`` of its dossiers, and a sitting that is still to be held.

    ``prepared`` and ``opened`` name the kind of sitting that stands there; ``on_behalf`` counts
    the registrations that the office enters from signed copies.
    """

    ends: Standing
    prepared: str = ""
    opened: str = ""
    on_behalf: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A city of the demo: its tenant, its list of cells, and its wards by name.

    One that is ``merged`` has no list: it is what became of old wards. ``adjustments`` are
    bonuses and penalties that its criteria have beside those of the reference set.
    ``committees`` says, where the wards' committees take part themselves, in which state the
    own dossier of each ends up.
    """

    slug: str
    name: str
    level: Level
    words: Mapping[str, str]
    cells: str
    legal_bases: tuple[str, ...]
    wards: Mapping[str, WardPlan] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    committees: Mapping[str, str] = field(default_factory=dict)
    merged: bool = False

    @property
    def list_file(self) -> Path:
        """The list of its cells, as the office handed it in."""
        return FOLDER / self.cells


HA_TINH = Place(
    slug="ha-tinh",
    name="Thành ủy Hà Tĩnh",
    level=Level.DISTRICT,
    words={
        "upper_body": "ĐẢNG BỘ TỈNH HÀ TĨNH", "issuing_body": "THÀNH ỦY HÀ TĨNH",
        "place": "Hà Tĩnh", "city": "Thành ủy", "ward": "phường", "symbol": "QĐ/Th.U",
        "phone": "0990 000 003",
        "sample": "yes",  # its people are invented: nothing ever leaves for their phones
    },
    cells="ha-tinh-2023.xlsx",
    legal_bases=(
        "Điều lệ Đảng Cộng sản Việt Nam",
        "Quy chế làm việc của Ban Chấp hành Đảng bộ thành phố, nhiệm kỳ 2020–2025",
        "Kế hoạch số 98-KH/Th.U của Ban Thường vụ Thành ủy về xây dựng “Chi bộ 4 tốt”",
    ),
    # Phường Tân Giang is left alone: its whole year is there to be walked through.
    wards={
        "Phường Bắc Hà": WardPlan(
            {"registration_submitted": 4, "registration_returned": 2, "registered": 3}
        ),
        "Phường Nam Hà": WardPlan(
            {"registered": 9, "registration_submitted": 3}, prepared="pilot_selection"
        ),
        "Phường Trần Phú": WardPlan(
            {
                "in_progress": 8, "withdrawn": 1, "registered": 2, "registration_submitted": 1,
                "lapsed": 1,
            }
        ),
        "Phường Hà Huy Tập": WardPlan({"self_assessment": 5, "in_progress": 3}),
        "Phường Đại Nài": WardPlan(
            {
                "under_appraisal": 3, "returned": 1, "on_hold": 1, "self_assessment": 1,
                "in_progress": 2,
            }
        ),
        "Phường Nguyễn Du": WardPlan(
            {"awaiting_ward_review": 4, "under_appraisal": 1, "in_progress": 2},
            opened="recommendation",
        ),
        "Phường Thạch Linh": WardPlan({"awaiting_ward_review": 3, "in_progress": 2}),
        "Phường Thạch Quý": WardPlan(
            {"recommended": 3, "not_recommended": 1, "ward_reconsideration": 1, "in_progress": 2}
        ),
        "Phường Văn Yên": WardPlan({"city_appraisal": 2, "returned_to_ward": 1, "in_progress": 2}),
        "Xã Thạch Trung": WardPlan({"awaiting_city_decision": 2, "in_progress": 2}),
        "Xã Thạch Hạ": WardPlan(
            {"recognized": 3, "declined": 1, "city_reconsideration": 1, "in_progress": 2}
        ),
        "Xã Đồng Môn": WardPlan({"registration_submitted": 6, "registered": 2}, on_behalf=2),
        "Xã Thạch Hưng": WardPlan({"registration_submitted": 8, "registration_returned": 1}),
        "Xã Thạch Bình": WardPlan({"in_progress": 6, "registered": 1}),
    },
)  # fmt: skip

BINH_AN = Place(
    slug="binh-an",
    name="Thành ủy Bình An",
    level=Level.DISTRICT,
    words={
        "upper_body": "ĐẢNG BỘ TỈNH BÌNH MINH", "issuing_body": "THÀNH ỦY BÌNH AN",
        "place": "Bình An", "city": "Thành ủy", "ward": "phường", "symbol": "QĐ/Th.U",
        "phone": "0990 000 003",
        "sample": "yes",  # its people are invented: nothing ever leaves for their phones
    },
    cells="binh-an-2026.xlsx",
    legal_bases=(
        "Điều lệ Đảng Cộng sản Việt Nam",
        "Kế hoạch số 12-KH/Th.U của Ban Thường vụ Thành ủy về xây dựng “Chi bộ 4 tốt”",
    ),
    wards={
        "Phường Hoa Mai": WardPlan({"registration_submitted": 3, "registered": 3}),
        "Phường Hoa Đào": WardPlan(
            {
                "under_appraisal": 1, "awaiting_ward_review": 2, "returned": 1,
                "self_assessment": 1, "in_progress": 1,
            }
        ),
        "Xã Hoa Sen": WardPlan({"recognized": 4, "on_hold": 1}),
    },
    # The cells of Hoa Sen have ended their year, those of Hoa Đào have not.
    committees={
        "Phường Hoa Mai": "registration_draft", "Phường Hoa Đào": "city_appraisal",
        "Xã Hoa Sen": "city_appraisal",
    },
    adjustments=(
        Adjustment(
            "mo-hinh-moi", "Có mô hình mới được nơi khác học tập, nhân rộng", "bonus", Decimal(2),
            at_most=Decimal(4), evidence="Văn bản công nhận",
        ),
        Adjustment(
            "bao-cao-cham", "Nộp báo cáo chậm", "penalty", Decimal(1),
            evidence="Theo dõi của Văn phòng",
        ),
    ),
)  # fmt: skip

LAM_HONG = Place(
    slug="lam-hong",
    name="Tỉnh ủy Lam Hồng",
    level=Level.PROVINCE,
    words={
        "upper_body": "ĐẢNG CỘNG SẢN VIỆT NAM", "issuing_body": "TỈNH ỦY LAM HỒNG",
        "place": "Lam Hồng", "city": "Tỉnh ủy", "ward": "phường", "symbol": "QĐ/TU",
        "phone": "0990 000 003",
        "sample": "yes",  # its people are invented: nothing ever leaves for their phones
    },
    cells="",
    legal_bases=(
        "Điều lệ Đảng Cộng sản Việt Nam",
        "Quy định số 294-QĐ/TW của Ban Chấp hành Trung ương",
    ),
    merged=True,
)  # fmt: skip

PLACES = (HA_TINH, BINH_AN, LAM_HONG)
TO_WALK_THROUGH = "Phường Tân Giang"

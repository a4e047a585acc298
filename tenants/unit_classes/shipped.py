"""The kinds and sectors that a tenant begins with; from then on they are its own.

Each of them has the word of what it behaves as for its code, so that criteria and routes
that are passed from one tenant to another mean the same there.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert

from tenants.database import Json, row_id
from tenants.unit_classes.tables import KindOfUnit, SectorOfUnits
from tenants.units import Sector, UnitKind
from tenants.wall import TenantSession

USUAL_WARD = "phường"
# What each is called, and in short; ``{ward}`` is what the tenant calls its lower level.
KINDS: dict[UnitKind, tuple[str, str]] = {
    UnitKind.UPPER_COMMITTEE: ("Cấp ủy cấp trên", "Cấp trên"),
    UnitKind.WARD_COMMITTEE: ("Đảng ủy {ward}", "Đảng ủy"),
    UnitKind.GRASSROOTS_ORGANISATION: ("Tổ chức cơ sở đảng", "TCCSĐ"),
    UnitKind.PARTY_CELL: ("Chi bộ", "CB"),
}
SECTORS: dict[Sector, tuple[str, str]] = {
    Sector.RESIDENTIAL: ("Khu dân cư", "KDC"),
    Sector.SCHOOL: ("Trường học", "TH"),
    Sector.AGENCY: ("Cơ quan", "CQ"),
    Sector.ENTERPRISE: ("Doanh nghiệp", "DN"),
    Sector.MILITARY: ("Quân sự", "QS"),
    Sector.POLICE: ("Công an", "CA"),
    Sector.PUBLIC_SERVICE: ("Đơn vị sự nghiệp", "ĐVSN"),
    Sector.PENSIONERS: ("Hưu trí", "HT"),
    Sector.OTHER: ("Khác", "Khác"),
}
# By which other words lists, and the names of cells, speak of a sector.
SPELLINGS: dict[Sector, tuple[str, ...]] = {
    Sector.RESIDENTIAL: (
        "tổ dân phố", "tổ dân cư", "khu phố", "khối phố", "tiểu khu", "thôn", "ấp", "khóm",
        "xóm", "bản", "buôn", "làng",
    ),
    Sector.SCHOOL: ("trường", "mầm non", "tiểu học", "trung học", "giáo dục"),
    Sector.AGENCY: ("hành chính", "ủy ban", "đảng ủy", "mặt trận", "văn phòng"),
    Sector.ENTERPRISE: ("công ty", "hợp tác xã", "ngân hàng", "nhà máy"),
    Sector.MILITARY: ("quân đội", "bộ đội", "biên phòng", "lực lượng vũ trang"),
    Sector.POLICE: (),
    Sector.PUBLIC_SERVICE: ("sự nghiệp", "y tế", "bệnh viện", "trung tâm", "bảo tàng"),
    Sector.PENSIONERS: ("nghỉ hưu", "cán bộ hưu"),
    Sector.OTHER: (),
}  # fmt: skip


def give_usual_classes(session: TenantSession, words: Json, *, since: date) -> None:
    """Give a new tenant the usual kinds and sectors; ``words`` are its own for its levels."""
    ward = str(words.get("ward") or USUAL_WARD)
    session.execute(
        insert(KindOfUnit),
        [
            _row(session, place, since, kind.value, name.format(ward=ward), short)
            | {"behaves_as": kind, "spellings": []}
            for place, (kind, (name, short)) in enumerate(KINDS.items(), start=1)
        ],
    )
    session.execute(
        insert(SectorOfUnits),
        [
            _row(session, place, since, sector.value, name, short)
            | {"behaves_as": sector, "spellings": list(SPELLINGS[sector])}
            for place, (sector, (name, short)) in enumerate(SECTORS.items(), start=1)
        ],
    )


def _row(session: TenantSession, place: int, since: date, code: str, name: str, short: str) -> Json:
    return {
        "tenant_id": session.tenant_id, "id": row_id(), "code": code, "name": name,
        "short_name": short, "position": place * 10, "valid_from": since, "version": 1,
    }  # fmt: skip

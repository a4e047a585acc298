"""What the two lists are called, in addresses and on pages, and what kinds behave as."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.unit_classes.keeping import OwnClass
from tenants.unit_classes.tables import KindOfUnit, SectorOfUnits
from tenants.units import Sector, UnitKind
from web.catalogue import _, _l
from web.words import in_own_words


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the two lists: its word in addresses, its heading, what one of it is called."""

    word: str
    table: type[OwnClass]
    heading: str
    one: str
    column: str


BRANCHES = {
    branch.word: branch
    for branch in (
        Branch("don-vi", KindOfUnit, _l("Loại đơn vị"), _l("loại đơn vị"), "loai"),
        Branch("loai-hinh", SectorOfUnits, _l("Loại hình chi bộ"), _l("loại hình"), "linh_vuc"),
    )
}
BEHAVIOURS = {
    UnitKind.UPPER_COMMITTEE: _l("cấp ủy cấp trên, đứng đầu danh sách đơn vị"),
    UnitKind.WARD_COMMITTEE: _l("đảng ủy {ward}, tiếp nhận hồ sơ của chi bộ"),
    UnitKind.GRASSROOTS_ORGANISATION: _l("tổ chức cơ sở đảng, ở giữa đảng ủy và chi bộ"),
    UnitKind.PARTY_CELL: _l("chi bộ, đăng ký và tự đánh giá"),
    Sector.RESIDENTIAL: _l("khu dân cư"),
    Sector.SCHOOL: _l("trường học"),
    Sector.AGENCY: _l("cơ quan"),
    Sector.ENTERPRISE: _l("doanh nghiệp"),
    Sector.MILITARY: _l("quân sự"),
    Sector.POLICE: _l("công an"),
    Sector.PUBLIC_SERVICE: _l("đơn vị sự nghiệp"),
    Sector.PENSIONERS: _l("hưu trí"),
    Sector.OTHER: _l("loại khác"),
}


def behaviour_word(behaviour: UnitKind | Sector) -> str:
    """Say what the service takes a kind or a sector for."""
    return in_own_words(str(BEHAVIOURS[behaviour]))


def class_code_word(row: OwnClass) -> str:
    """Return the code that the office gave; those it began with have a word of the service."""
    return row.code if row.code != row.behaves_as else _("có sẵn")


def behaviours_of(branch: Branch) -> list[UnitKind | Sector]:
    """List what a new one may behave as."""
    if branch.table is SectorOfUnits:
        return list(Sector)
    return [kind for kind in UnitKind if kind is not UnitKind.UPPER_COMMITTEE]

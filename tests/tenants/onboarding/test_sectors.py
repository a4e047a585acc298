"""The sector of a cell is told by the words of the list, or by the cell's name."""

import pytest

from tenants.onboarding.sectors import sector_in
from tenants.units import Sector


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("Khu dân cư", Sector.RESIDENTIAL),
        ("KDC", Sector.RESIDENTIAL),
        ("Chi bộ Tổ dân phố Trường Sơn", Sector.RESIDENTIAL),
        ("CB TDP 6", Sector.RESIDENTIAL),
        ("Chi bộ Bản Nà", Sector.RESIDENTIAL),
        ("Trường học", Sector.SCHOOL),
        ("Chi bo Truong THCS Hoa Mai", Sector.SCHOOL),
        ("Công an", Sector.POLICE),
        ("Chi bộ Ban Chỉ huy quân sự", Sector.MILITARY),
        ("Ban CHQS và quân sự", Sector.MILITARY),
        ("Đơn vị sự nghiệp", Sector.PUBLIC_SERVICE),
        ("Chi bộ Trạm Y tế", Sector.PUBLIC_SERVICE),
        ("Doanh nghiệp", Sector.ENTERPRISE),
        ("Chi bộ HTX dịch vụ", Sector.ENTERPRISE),
        ("Cơ quan", Sector.AGENCY),
        ("Chi bộ UBND phường", Sector.AGENCY),
        ("Hưu trí", Sector.PENSIONERS),
        ("Loại khác", Sector.OTHER),
        ("Câu lạc bộ", None),
        ("", None),
    ],
)
def test_words_tell_the_sector(words: str, sector: Sector | None) -> None:
    assert sector_in(words) == sector

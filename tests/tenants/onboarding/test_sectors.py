"""The sector of a cell is told by the words of the list, or by the cell's name."""

import pytest

from tenants.unit_classes.recognising import Recognition, Sign, usual_recognition
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
    assert usual_recognition().sector_in(words) == sector


@pytest.mark.parametrize(
    ("words", "sector", "kind"),
    [
        ("Làng nghề", "craft", None),
        ("Chi bộ Làng nghề gốm Chu Đậu", "craft", None),
        ("Chi bo lang nghe gom", "craft", None),
        ("LN", "craft", None),
        ("Chi bộ LN 1", None, None),
        ("Chi bộ làng Chanh", "residential", None),
        ("Chi bộ cơ sở", None, "base"),
        ("Chi bộ cơ sở Trường Tiểu học", "school", "base"),
        ("Chi bộ cơ sở ghép thôn Đông", "residential", "joined"),
    ],
)
def test_a_tenants_own_names_come_before_the_usual_ones(
    words: str, sector: str | None, kind: str | None
) -> None:
    usual = usual_recognition()
    meaning = Recognition(
        [Sign("craft", ("Làng nghề", "gốm"), "LN"), *usual.sectors],
        [Sign("joined", ("Chi bộ cơ sở ghép",), "CBG"), Sign("base", ("Chi bộ cơ sở",), "CBCS")],
    )

    assert (meaning.sector_in(words), meaning.kind_in(words)) == (sector, kind)

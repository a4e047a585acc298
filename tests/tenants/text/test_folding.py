"""Text is kept in one form, found without accents, and told apart with them."""

import unicodedata

import pytest

from tenants.text.folding import (
    normalise,
    old_place,
    search_forms,
    search_key,
    spelling_key,
    tone_places,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Tổ  dân\tphố\n6 ", "Tổ dân phố 6"),
        ("Tổ dân phố\N{NO-BREAK SPACE}6", "Tổ dân phố 6"),
        (unicodedata.normalize("NFD", "Đặng Thị Đào"), "Đặng Thị Đào"),
        ("Bùi\N{ZERO WIDTH SPACE} Văn\x00 An\N{SOFT HYPHEN}", "Bùi Văn An"),
        ("", ""),
    ],
)
def test_text_is_kept_composed_with_single_spaces_and_nothing_unseen(text: str, kept: str) -> None:
    assert normalise(text) == kept


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tổ dân phố 12", "to dan pho 12"),
        ("Đặng Thị Đào", "dang thi dao"),
        ("ĐẢNG ỦY PHƯỜNG TÂN GIANG", "dang uy phuong tan giang"),
        ("Hòa", "hoa"),
        ("Hoà", "hoa"),
        ("kỷ luật, lý do", "ky luat, ly do"),
        ("Ưng  Ơn Ắt Ậm Ễnh Ộc Ữ", "ung on at am enh oc u"),
        (unicodedata.normalize("NFD", "Đức Thượng"), "duc thuong"),
    ],
)
def test_search_key_has_small_letters_without_marks(text: str, key: str) -> None:
    assert search_key(text) == key


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("tdp 12 hoa mai", ("tdp 12 hoa mai", "to dan pho 12 hoa mai")),
        ("TDP12", ("tdp12", "to dan pho 12")),
        ("CB P. Sông Trà", ("cb p. song tra", "chi bo phuong song tra")),
        ("P3", ("p3", "phuong 3")),
        ("UBND", ("ubnd", "uy ban nhan dan")),
        ("Trường THCS Thạch Bình", ("truong thcs thach binh", "truong trung hoc co so thach binh")),
        ("Tổ dân phố 12", ("to dan pho 12",)),
        ("Trần Văn P", ("tran van p",)),
        ("Cao Bằng", ("cao bang",)),
    ],
)
def test_search_forms_write_abbreviations_out(text: str, forms: tuple[str, ...]) -> None:
    assert search_forms(text) == forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phường Sông Trà", "P. Sông trà"),
        ("Phường Hòa Minh", "phường Hoà  Minh"),
        ("Đảng ủy", "Đảng uỷ"),
        ("Chi bộ Tổ dân phố 6", "CB TDP 06"),
        ("Trường THCS Hoa Mai", "Trường Trung học cơ sở Hoa Mai"),
        ("Lê Văn Bảy", unicodedata.normalize("NFD", "LÊ VĂN BẢY")),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phường Tân Hà", "Phường Tân Hạ"),
        ("Phường Hòa Minh", "Phường Hoa Minh"),
        ("Phường Tân Giang", "Xã Tân Giang"),
        ("Tổ dân phố 1", "Tổ dân phố 10"),
        ("Đào", "Dào"),
    ],
)
def test_names_that_differ_have_keys_that_differ(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("Hoà", "Hòa", "Hoà"),
        ("thuỷ", "thủy", "thuỷ"),
        ("ĐẢNG UỶ", "ĐẢNG ỦY", "ĐẢNG UỶ"),
        ("khoẻ", "khỏe", "khoẻ"),
        ("quý", "quý", "quý"),
        ("hoàn, thuỳên", "hoàn, thuỳên", "hoàn, thuỳên"),
    ],
)
def test_tone_has_two_places_and_one_of_them_is_the_administrative_one(
    text: str, old: str, new: str
) -> None:
    assert old_place(text) == old
    assert set(tone_places(text)) == {old, new}
    assert tone_places(old)[-1] == new

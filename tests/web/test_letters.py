"""What nobody sees and no keyboard writes does not come in, whatever brings it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at
from web.letters import legible


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Họp chi bộ\r\n\tTổ 6", "Họp chi bộ\r\n\tTổ 6"),
        ("dòng một\x0bdòng hai\x0ctrang sau\u2028", "dòng một\ndòng hai\ntrang sau\n"),
        ("a\x00b\x1fc\x7fd\x9fe", "abcde"),
        ("gnp.\u202eexe\u2066\u200f", "gnp.exe"),
        ("hoa\u0300 \U0001f33c \uffff", "hoa\u0300 \U0001f33c "),
    ],
)
def test_only_what_is_seen_is_left_of_a_text(typed: str, kept: str) -> None:
    assert legible(typed) == kept


def test_words_pasted_from_elsewhere_are_kept_and_can_be_exported(
    town: Town, sign_in: SignIn
) -> None:
    secretary, slug = sign_in(town, town.ward.secretaries[0]), town.tenant.slug
    where = f"/{slug}/so-theo-doi/them?ma={town.ward.cells[0].code}"
    form = form_at(secretary, where) | {"kind": "weakness", "words": "Họp muộn\x0bHọp\x00 tối\x1f"}

    answer = secretary.post(where, data=form, follow_redirects=True)

    assert answer.status_code == 200, errors_of(answer.text)
    book = secretary.get(f"/{slug}/so-theo-doi/danh-sach.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(book.data)).active
    assert "Họp muộn\nHọp tối" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_unseen_letters_in_addresses_break_nothing(town: Town, sign_in: SignIn) -> None:
    office, slug = sign_in(town, town.ward.office), town.tenant.slug

    assert office.get(f"/{slug}/phuong/ho-so?tim=a%00b").status_code == 200
    assert office.get(f"/{slug}/so-theo-doi?ma=a%00b").status_code == 404
    assert office.get(f"/{slug}/hang-loat/cho-thuc-hien?ho_so=a%00b").status_code == 200
    assert office.get(f"/{slug}/ho-so/a%00b").status_code == 404
    assert office.get(f"/{slug}/van-ban/2026/a%00b").status_code == 404


@pytest.mark.parametrize(
    "body", ["[1]", '"x"', '{"words": "a\\u0000b", "kind": "weakness"}', "null"]
)
def test_what_is_no_form_is_not_read(town: Town, sign_in: SignIn, body: str) -> None:
    """Forms could be read from JSON, past the letters left out here and past a form's key."""
    secretary = sign_in(town, town.ward.secretaries[0])
    where = f"/{town.tenant.slug}/so-theo-doi/them?ma={town.ward.cells[0].code}"
    token = {"X-CSRFToken": form_at(secretary, where)["csrf_token"]}

    for kind in ("application/json", "application/vnd.api+json", "text/plain"):
        answer = secretary.post(where, data=body, content_type=kind, headers=token)
        assert answer.status_code == 415
        assert "Chưa hiểu yêu cầu này" in answer.text

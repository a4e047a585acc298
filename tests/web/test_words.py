"""What a tenant calls its levels, in both languages."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask_babel import force_locale  # type: ignore[import-untyped]

from tenants.tenant import Tenant
from web.words import party_word, state_word


@pytest.mark.parametrize(
    ("language", "words", "state", "party"),
    [
        ("vi", {"ward": "xã", "city": "Huyện ủy"}, "Xã đang thẩm định", "văn phòng Huyện ủy"),
        (
            "en", {"ward": "xã", "city": "Huyện ủy"},
            "Being appraised by the commune", "the office of the district committee",
        ),
        ("vi", {}, "Phường đang thẩm định", "văn phòng Thành ủy"),
        ("en", {}, "Being appraised by the ward", "the office of the city committee"),
        (
            "en", {"ward": "Khối Mặt trận", "city": "Đảng ủy Khối"},
            "Being appraised by Khối Mặt trận", "the office of Đảng ủy Khối",
        ),
    ],
)  # fmt: skip
def test_levels_are_called_what_the_tenant_calls_them(
    app: Flask, language: str, words: dict[str, str], state: str, party: str
) -> None:
    with app.test_request_context("/"), force_locale(language):
        g.tenant = Tenant(words=words)

        assert (state_word("under_appraisal"), party_word("city_office")) == (state, party)

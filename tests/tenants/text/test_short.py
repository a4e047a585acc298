"""Text for an SMS: letters that every phone has, and never a second part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.text.short import ONE_SMS, one_sms, without_accents


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đảng ủy phường Hoa Mai đề nghị bổ sung", "Dang uy phuong Hoa Mai de nghi bo sung"),
        ("Hạn 09/03/2026 – còn 2 ngày…", "Han 09/03/2026 - con 2 ngay..."),
        ("«Tổ dân phố 6»", '"To dan pho 6"'),
        ("Quỳnh, Uyên, ưỡn", "Quynh, Uyen, uon"),
    ],
)
def test_accents_are_left_out(text: str, plain: str) -> None:
    assert without_accents(text) == plain


def test_long_text_ends_at_a_word() -> None:
    shortened = one_sms("Đề nghị đồng chí " * 20)

    assert len(shortened) <= ONE_SMS
    assert set(shortened.removesuffix("..").split()) == {"De", "nghi", "dong", "chi"}


@given(st.text(max_size=400))
def test_anything_fits_into_one_plain_sms(text: str) -> None:
    short = one_sms(text)

    assert short.isascii()
    assert len(short) <= ONE_SMS

"""Forms: what is typed is read kindly, kept, and refused in place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from web.fields import CountField, DayField, DecimalField, PhoneField
from web.forms import AtMost, Between, Form, Required
from workflows.engine.refusals import Refusal

LEVELS = [SelectChoice("good", "Tốt"), SelectChoice("no", "Chưa đạt")]


class Sample(Form):
    """One field of each kind."""

    met_on = DayField("Ngày họp", validators=[Required()])
    in_favour = CountField("Số tán thành", validators=[Between(0, 23)])
    score = DecimalField("Điểm")
    phone = PhoneField("Điện thoại")
    level = RadioField("Mức", choices=LEVELS, validate_choice=False)
    reason = TextAreaField("Lý do", validators=[AtMost(10)])


class Choosing(Form):
    """What is chosen from a list."""

    one = SelectField("Một", choices=LEVELS)
    several = SelectMultipleField("Nhiều", choices=LEVELS)


def sent(app: Flask, **typed: str) -> Sample:
    with app.test_request_context("/", method="POST", data=typed):
        form = Sample(meta={"csrf": False})
        form.validate()
        return form


@pytest.mark.parametrize("typed", ["5/3/26", "05-03-2026", "5.3.2026", " 05/03/2026 "])
def test_day_is_read_in_every_spelling(app: Flask, typed: str) -> None:
    form = sent(app, met_on=typed)

    assert (form.met_on.data, form.met_on.errors) == (date(2026, 3, 5), [])


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("met_on", "31/02/2026", "Tháng 2 năm 2026 chỉ có 28 ngày"),
        ("met_on", "hôm qua", "Viết ngày như 05/03/2026"),
        ("met_on", "  ", "Đồng chí chưa điền: Ngày họp"),
        ("in_favour", "7,5", "Viết số nguyên bằng chữ số, ví dụ 21"),
        ("in_favour", "24", "Số này không thể lớn hơn 23"),
        ("in_favour", "-1", "Số này phải từ 0 trở lên"),
        ("score", "chín", "Viết số bằng chữ số, ví dụ 92,5"),
        ("phone", "0912 345", "Thiếu 3 chữ số. Số di động có 10 số."),
        ("phone", "0912 345 6789", "Thừa 1 chữ số. Số di động có 10 số."),
        ("phone", "gọi sau", "Viết số điện thoại như 0912 345 678"),
        ("reason", "mười hai chữ", "Viết tối đa 10 chữ cái, hiện thừa 2"),
    ],
)
def test_what_cannot_be_read_is_said_once_and_kept(
    app: Flask, name: str, typed: str, sentence: str
) -> None:
    form = sent(app, **({"met_on": "5/3/26"} | {name: typed}))

    assert [str(error) for error in form[name].errors] == [sentence]
    assert form[name]._value() == typed  # noqa: SLF001  # what the widget shows
    assert form.faults() == [(name, sentence)]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("met_on", date(2026, 3, 5), "05/03/2026"),
        ("in_favour", 2180, "2.180"),
        ("score", Decimal("92.50"), "92,5"),
        ("phone", "+84912345678", "0912 345 678"),
    ],
)
def test_value_is_shown_as_people_write_it(app: Flask, name: str, value: Any, shown: str) -> None:
    with app.test_request_context("/"):
        form = Sample(data={name: value})

        assert form[name]._value() == shown  # noqa: SLF001  # what the widget shows


def test_choice_that_nobody_made_is_missing_and_nothing_besides(app: Flask) -> None:
    class Choosing(Form):
        reached = RadioField("Kết quả", choices=LEVELS, validators=[Required()])

    with app.test_request_context("/", method="POST", data={}):
        form = Choosing(meta={"csrf": False})
        form.validate()

        assert form.faults() == [("reached-0", "Đồng chí chưa điền: Kết quả")]


def test_refusal_stands_on_the_fields_it_names(app: Flask) -> None:
    form = sent(app, met_on="5/3/26", in_favour="9")
    with app.test_request_context("/"):
        status = form.explain(Refusal("not_adopted", fields=["in_favour"], base=22, needed=12))

    sentence = "Chi bộ chưa thông qua: cần từ 12 trên 22 đảng viên tán thành."
    assert (status, form.faults()) == (422, [("in_favour", sentence)])
    assert form.in_favour.data == 9


def test_missing_inputs_are_named_each_at_its_field(app: Flask) -> None:
    form = sent(app, met_on="5/3/26")
    with app.test_request_context("/"):
        form.explain(Refusal("missing", fields=["reason", "level", "not on this form"]))

        assert form.faults() == [
            ("level-0", "Đồng chí chưa điền: Mức"),
            ("reason", "Đồng chí chưa điền: Lý do"),
        ]


def test_refusal_of_the_whole_stands_above_the_form(app: Flask) -> None:
    form = sent(app, met_on="5/3/26")
    with app.test_request_context("/"):
        status = form.explain(Refusal("role", parties=["cell"]))

    sentence = "Việc này do bí thư, phó bí thư chi bộ làm. Đồng chí không giữ vai đó với hồ sơ này."
    assert (status, form.faults()) == (403, [("", sentence)])


def test_every_form_has_a_key_of_its_own(app: Flask) -> None:
    with app.test_request_context("/"):
        keys = {Sample().key.data for _ in range(3)}

    assert len(keys) == 3
    assert all(len(str(key)) == 36 for key in keys)


def test_choice_that_is_not_there_is_refused_in_our_words(app: Flask) -> None:
    """A list may have changed since the page was shown; WTForms would say so in English."""
    typed = {"one": "x", "several": ["x", "y"], "seen_version": "x"}
    with app.test_request_context("/", method="POST", data=typed):
        form = Choosing(meta={"csrf": False})
        form.validate()

    gone = "Lựa chọn này không có trong danh sách. Đồng chí tải lại trang rồi chọn lại."
    assert form.errors == {
        "seen_version": ["Viết số nguyên bằng chữ số, ví dụ 21"], "one": [gone], "several": [gone],
    }  # fmt: skip


class Chosen(Form):
    """One of several has to be chosen."""

    level = RadioField("Mức", choices=LEVELS, validators=[Required()])


def test_choice_that_was_not_made_is_asked_for_in_one_sentence(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={}):
        form = Chosen(meta={"csrf": False})
        form.validate()

        assert form.level.errors == ["Đồng chí chưa điền: Mức"]

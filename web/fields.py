"""Fields that read what people write: days, numbers and phones in any usual spelling."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from tenants.text.dates import BadDateError, NoSuchDayError, parse_date, show_date
from tenants.text.numbers import BadNumberError, parse_number, show_number
from tenants.text.phones import BadPhoneError, parse_phone, show_phone
from web.catalogue import _


class WrittenField(Field):
    """A line of text that stands for a value; what was typed is shown again as it was."""

    widget = TextInput()
    inputmode = "text"

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the text; an empty one is no value."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = self.read(text) if text else None

    def written(self, value: Any) -> str:
        """Return the value as people write it."""
        raise NotImplementedError

    def read(self, text: str) -> Any:
        """Return the value. Raises ``ValueError`` with the sentence for the visitor."""
        raise NotImplementedError


class DayField(WrittenField):
    """A day such as ``05/03/2026``; ``5/3/26`` and ``5.3.2026`` are read as well."""

    data: date | None
    inputmode = "numeric"

    def written(self, value: date) -> str:
        """Return ``05/03/2026``."""
        return show_date(value)

    def read(self, text: str) -> date:
        """Read a day, the day of the month first."""
        try:
            return parse_date(text)
        except NoSuchDayError as error:
            month, year = error.month, error.year
            sentence = _(
                "Tháng %(month)s năm %(year)s chỉ có %(days)s ngày",
                month=month,
                year=year,
                days=error.days,
            )
            raise ValueError(sentence) from error
        except BadDateError as error:
            raise ValueError(_("Viết ngày như 05/03/2026")) from error


class TimeField(WrittenField):
    """A time of day such as ``19h30``; ``19:30`` is read as well, and is how it is kept."""

    data: str | None

    def written(self, value: str) -> str:
        """Return ``19h30``."""
        return value.replace(":", "h")

    def read(self, text: str) -> str:
        """Read a time of day."""
        found = re.fullmatch(r"(\d{1,2})\s*[hg:.]\D{0,3}(\d{1,2})?\D{0,5}", text.strip().lower())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("Viết giờ như 19h30"))
        return f"{hour:02}:{minute:02}"


class DecimalField(WrittenField):
    """A number such as ``92,5``."""

    data: Decimal | None
    inputmode = "decimal"

    def written(self, value: Decimal) -> str:
        """Return the number with a decimal comma."""
        return show_number(value)

    def read(self, text: str) -> Decimal:
        """Read a number with a decimal comma."""
        try:
            return parse_number(text)
        except BadNumberError as error:
            raise ValueError(_("Viết số bằng chữ số, ví dụ 92,5")) from error


class CountField(WrittenField):
    """A whole number, such as how many members voted in favour."""

    data: int | None
    inputmode = "numeric"

    def written(self, value: int) -> str:
        """Return the number with points between thousands."""
        return show_number(value)

    def read(self, text: str) -> int:
        """Read a whole number."""
        sentence = _("Viết số nguyên bằng chữ số, ví dụ 21")
        try:
            number = parse_number(text)
        except BadNumberError as error:
            raise ValueError(sentence) from error
        if number != int(number):
            raise ValueError(sentence)
        return int(number)


class YearField(CountField):
    """A year, which is written without points."""

    def written(self, value: int) -> str:
        """Return ``2026``."""
        return str(value)


class PhoneField(WrittenField):
    """A phone number in any spelling; its value is in E.164."""

    data: str | None
    inputmode = "tel"

    def written(self, value: str) -> str:
        """Return the number as people write it."""
        return show_phone(value)

    def read(self, text: str) -> str:
        """Read a phone number."""
        try:
            return parse_phone(text)
        except BadPhoneError as error:
            raise ValueError(_phone_sentence(error)) from error


def _phone_sentence(error: BadPhoneError) -> str:
    if error.missing:
        return _("Thiếu %(n)s chữ số. Số di động có 10 số.", n=error.missing)
    if error.extra:
        return _("Thừa %(n)s chữ số. Số di động có 10 số.", n=error.extra)
    return _("Viết số điện thoại như 0912 345 678")

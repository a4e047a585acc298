"""Names and numbers of people who do not exist."""

from __future__ import annotations

from itertools import islice

from demo.names import invented_names, invented_phone
from tenants.text.phones import parse_phone, show_phone


def test_no_name_comes_twice_among_all_that_a_city_needs() -> None:
    names = list(islice(invented_names(), 500))

    assert len(set(names)) == 500
    assert names == list(islice(invented_names(), 500))


def test_number_tells_the_committee_and_the_person() -> None:
    assert show_phone(invented_phone(7, 12)) == "0990 007 012"
    assert parse_phone(show_phone(invented_phone(7, 12))) == invented_phone(7, 12)

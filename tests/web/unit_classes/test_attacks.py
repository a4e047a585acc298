"""Whoever does not administer the office is refused on every address, and nothing breaks."""

from __future__ import annotations

from tests.make import Town
from tests.web.conftest import SignIn

PATHS = (
    "", "/danh-muc.xlsx", "/don-vi/them", "/loai-hinh/them", "/don-vi/party_cell",
    "/loai-hinh/residential", "/loai-hinh/khong-co", "/khong-co/residential",
    "/don-vi/party_cell/thoi-dung", "/loai-hinh/residential/dung-lai", "/loai-hinh/%2e%2e",
)  # fmt: skip


def test_every_address_is_shut_to_others(town: Town, other_town: Town, sign_in: SignIn) -> None:
    own = f"/{town.tenant.slug}/quan-tri"
    paths = [*(f"{own}/loai-don-vi{path}" for path in PATHS)]
    paths += [f"{own}/don-vi/{town.ward.cells[0].code}/loai", f"{own}/don-vi/khong-co/loai"]
    shut = {302, 303, 400, 403, 404, 405}
    people = [
        (town, town.ward.secretaries[0]), (town, town.ward.office), (town, town.org_dept),
        (other_town, other_town.admin), (other_town, other_town.auditor),
    ]  # fmt: skip

    for where, person in people:
        browser = sign_in(where, person)
        for path in paths:
            assert browser.get(path).status_code in shut, (person.name, path)
            assert browser.post(path, data={"name": "x"}).status_code in shut, (person.name, path)

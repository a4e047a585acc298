"""Edited forms and signed scans: both kept, the signed one first, read by whom the paper is."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import errors_of, form_at, links_of, text_of
from workflows.decisions.tables import Decision
from workflows.dossiers.tables import Dossier
from workflows.papers.tables import Origin, Paper


def scan(pages: int = 1) -> BytesIO:
    written = PdfWriter()
    for _page in range(pages):
        written.add_blank_page(595, 842)
    out = BytesIO()
    written.write(out)
    return BytesIO(out.getvalue())


def word() -> BytesIO:
    document, out = docx.Document(), BytesIO()
    document.add_paragraph("Đã sửa")
    document.save(out)
    return BytesIO(out.getvalue())


def photo() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (800, 1100), "white").save(out, "JPEG")
    return BytesIO(out.getvalue())


@pytest.fixture
def registered(town: Town) -> Dossier:
    dossier = make.registered(town, town.ward.cells[0])
    town.session.commit()
    do_all(town)
    return dossier


def place_of(town: Town, dossier: Dossier, kind: str = "D1") -> str:
    paper = town.session.scalars(
        select(Paper).where(Paper.dossier_id == dossier.id, Paper.kind == kind, Paper.form == "pdf")
    ).one()
    return f"/{town.tenant.slug}/ho-so/{dossier.code}/van-ban/{paper.id}/gui-lai"


def copies(town: Town, origin: Origin) -> list[Paper]:
    town.session.expire_all()
    return list(
        town.session.scalars(select(Paper).where(Paper.origin == origin).order_by(Paper.upload))
    )


@pytest.mark.parametrize(
    ("origin", "file", "name", "form"),
    [
        ("signed", scan(2), "ban-ky.pdf", "pdf"),
        ("signed", photo(), "ban-ky.jpg", "pdf"),
        ("edited", word(), "da-sua.docx", "docx"),
    ],
)
def test_cell_gives_its_signed_paper_back_and_both_stay(
    town: Town, registered: Dossier, sign_in: SignIn,
    origin: str, file: BytesIO, name: str, form: str,
) -> None:  # fmt: skip
    browser = sign_in(town, town.ward.secretaries[0])
    place, file_twice = place_of(town, registered), file.getvalue()
    for _turn in range(2):
        sent: dict[str, object] = {
            **form_at(browser, place), "origin": origin, "files": (BytesIO(file_twice), name),
        }  # fmt: skip
        assert browser.post(place, data=sent).status_code == 303

    kept = copies(town, Origin(origin))

    assert [(each.form, each.upload, each.kept_by) for each in kept] == [
        (form, turn, town.ward.secretaries[0].name) for turn in (1, 2)
    ]
    listed = browser.get(f"/{town.tenant.slug}/ho-so/{registered.code}/van-ban").text
    words = text_of(listed)
    if origin == "signed":
        assert words.index("Bản chính đã ký") < words.index(
            "Bản đăng ký", words.index("Bản chính đã ký")
        )
        assert len(PdfReader(BytesIO(bytes(kept[0].content or b""))).pages) in {1, 2}
    else:
        assert "Bản Word đã sửa" in words
    for copy in kept:
        link = f"/{town.tenant.slug}/ho-so/{registered.code}/van-ban/{copy.id}"
        assert link in links_of(listed)
        assert browser.get(link).status_code == 200
        for stranger in (town.ward.secretaries[1], town.other_ward.office):
            assert sign_in(town, stranger).get(link).status_code == 404


@pytest.mark.parametrize(
    ("origin", "file", "name", "sentence"),
    [
        ("signed", word(), "ban.docx", "Bản đã ký phải là PDF hoặc ảnh chụp."),
        ("edited", scan(), "ban.pdf", "Bản đã sửa phải là tệp Word (.docx)."),
        ("signed", BytesIO(b"MZ\x90\x00"), "ban.pdf", "Chỉ nhận ảnh, PDF, Word hoặc Excel."),
        ("signed", BytesIO(b""), "ban.pdf", "Tệp trống"),
    ],
)
def test_wrong_file_is_refused_with_a_sentence(
    town: Town, registered: Dossier, sign_in: SignIn,
    origin: str, file: BytesIO, name: str, sentence: str,
) -> None:  # fmt: skip
    browser = sign_in(town, town.ward.office)
    place = place_of(town, registered)
    sent: dict[str, object] = {
        **form_at(browser, place), "origin": origin, "files": (BytesIO(file.getvalue()), name),
    }  # fmt: skip

    answer = browser.post(place, data=sent)

    assert answer.status_code == 422
    assert any(error.startswith(sentence) for error in errors_of(answer.text))
    assert copies(town, Origin(origin)) == []


def test_office_of_another_ward_and_a_cell_with_the_wards_paper_find_nothing(
    town: Town, registered: Dossier, sign_in: SignIn
) -> None:
    assert sign_in(town, town.other_ward.office).get(place_of(town, registered)).status_code == 404
    slip = place_of(town, registered, "D19")
    assert sign_in(town, town.ward.secretaries[0]).get(slip).status_code == 404
    assert sign_in(town, town.ward.office).get(slip).status_code == 200


def test_signed_decision_is_read_by_whom_it_concerns_and_the_edited_one_by_its_keepers(
    town: Town, sign_in: SignIn
) -> None:
    settled.recognized(town, town.ward.cells[0])
    decision = settled.numbered(town, town.session.scalars(select(Decision)).one())
    settled.printed(town, decision)
    browser = sign_in(town, town.city_office)
    place = f"/{town.tenant.slug}/quyet-dinh/{decision.code}"
    for origin, file, name in (("signed", scan(), "a.pdf"), ("edited", word(), "a.docx")):
        sent: dict[str, object] = {
            **form_at(browser, f"{place}/gui-lai"), "origin": origin, "files": (file, name),
        }  # fmt: skip
        assert browser.post(f"{place}/gui-lai", data=sent).status_code == 303

    (signed,), (edited,) = copies(town, Origin.SIGNED), copies(town, Origin.EDITED)
    page = text_of(browser.get(place).text)
    assert "Bản chính đã ký" in page
    cell = sign_in(town, town.ward.secretaries[0])
    assert cell.get(f"{place}/ban-luu/{signed.id}").status_code == 200
    assert cell.get(f"{place}/ban-luu/{edited.id}").status_code == 404
    assert browser.get(f"{place}/ban-luu/{edited.id}").status_code == 200
    assert cell.get(f"{place}/gui-lai").status_code in {403, 404}
    assert browser.get(f"{place}/final.pdf").data == b"paper as pdf"

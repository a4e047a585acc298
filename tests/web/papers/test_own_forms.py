"""A tenant's own form: tried before it is used, versioned, used by what is made from then on."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from jobs.papers.kinds import LAYOUTS
from jobs.papers.own_forms import UnknownFieldsError, UnreadableFormError, tried
from jobs.papers.word import form_file
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import errors_of, form_at
from tests.workflows.evidence import made
from tests.workflows.evidence.hostile import HOSTILE, REACHES_OUT, RELS
from workflows.evidence.kinds import Kind
from workflows.evidence.office_files import kind_of_archive
from workflows.papers.forms import REPLACEABLE, PaperForm
from workflows.papers.tables import Paper


def changed(kind: str, *lines: str) -> BytesIO:
    """Add lines to the product's form, as a clerk would."""
    document, out = docx.Document(BytesIO(form_file(LAYOUTS[kind]))), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return BytesIO(out.getvalue())


@pytest.mark.parametrize("kind", [kind for kind in REPLACEABLE if kind in LAYOUTS])
def test_products_own_forms_pass_their_trial(kind: str) -> None:
    assert tried(kind, form_file(LAYOUTS[kind])).startswith(b"PK")


def test_unknown_fields_are_named_and_open_tags_refused() -> None:
    with pytest.raises(UnknownFieldsError) as unknown:
        tried("D1", changed("D1", "{{ so_dien_thoai }} {{ dia_chi }}").getvalue())
    assert unknown.value.fields == ["dia_chi", "so_dien_thoai"]
    with pytest.raises((UnknownFieldsError, UnreadableFormError)):
        tried("D1", changed("D1", "{{ unit.__class__.__mro__ }}").getvalue())
    with pytest.raises(UnreadableFormError):
        tried("D1", changed("D1", "{% if unit %} chưa đóng").getvalue())


@pytest.mark.parametrize(
    "words",
    [
        "{{ 'a' * 9999999999 }}", "{{ 9 ** 9999999 }}", "{{ '%999999999d' % 1 }}",
        "{{ unit | center(999999999) }}", "{{ '{:>999999999}'.format(1) }}",
        "{{ unit.__class__ }}", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% include '/etc/passwd' %}", "{{ unit", "{% endfor %}",
        "{%for a in rows%}{%for b in rows%}{%for c in rows%}{%endfor%}{%endfor%}{%endfor%}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["body", "header", "footer"])
def test_form_that_would_grow_or_reach_out_is_refused_at_once(words: str, place: str) -> None:
    document = docx.Document()
    edges = {"header": document.sections[0].header, "footer": document.sections[0].footer}
    edges.get(place, document).add_paragraph(words)
    form = BytesIO()
    document.save(form)

    with pytest.raises(UnreadableFormError):
        tried("D1", form.getvalue())


def test_what_is_no_word_file_is_unreadable() -> None:
    for content in (b"\xd0\xcf\x11\xe0 an old one", b"", form_file(LAYOUTS["D1"])[:9000]):
        with pytest.raises(UnreadableFormError):
            tried("D1", content)


@pytest.mark.parametrize("name", ["fetches a template", "fetches a picture", "with macros"])
def test_hostile_form_is_refused_with_advice_for_forms(
    name: str, town: Town, sign_in: SignIn
) -> None:
    file = next(each for each in HOSTILE if each.what.endswith(name) and "Word" in each.what)
    browser, place = sign_in(town, town.admin), f"/{town.tenant.slug}/quan-tri/mau-van-ban/D1"

    refused = browser.post(
        place, data={**form_at(browser, place), "files": (BytesIO(file.content), "mau.docx")}
    )

    assert refused.status_code == 422
    assert errors_of(refused.text)[0] == (
        "Mẫu có macro, tệp nhúng, lệnh tự chạy hoặc đường dẫn ra ngoài."
        " Tải mẫu đang dùng về, sửa lại từ mẫu đó."
    )
    assert town.session.scalars(select(PaperForm)).all() == []


def test_link_that_a_reader_clicks_is_no_fault_of_a_form() -> None:
    linked = made.with_text(
        form_file(LAYOUTS["D1"]), RELS, b"</Relationships>",
        REACHES_OUT.replace(b"attachedTemplate", b"hyperlink"),
    )  # fmt: skip

    assert kind_of_archive(linked) is Kind.DOCX


def test_own_form_is_used_from_then_on_and_removed_again(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.admin)
    place = f"/{town.tenant.slug}/quan-tri/mau-van-ban/D1"
    wrong: dict[str, object] = {
        **form_at(browser, place), "files": (changed("D1", "{{ dia_chi }}"), "mau.docx"),
    }  # fmt: skip
    refused = browser.post(place, data=wrong)
    assert refused.status_code == 422
    assert errors_of(refused.text)[0].startswith("Mẫu có ô máy không biết: dia_chi.")
    sent: dict[str, object] = {
        **form_at(browser, place), "files": (changed("D1", "Mẫu riêng của {{ unit }}"), "mau.docx"),
    }  # fmt: skip

    assert browser.post(place, data=sent).status_code == 303

    trial = docx.Document(BytesIO(browser.get(f"{place}/thu.docx").data))
    assert trial.paragraphs[-1].text.startswith("Mẫu riêng của Chi bộ")
    make.registered(town, town.ward.cells[0])
    do_all(town)
    paper = town.session.scalars(
        select(Paper).where(Paper.kind == "D1", Paper.form == "docx")
    ).one()
    written = docx.Document(BytesIO(bytes(paper.content or b"")))
    assert written.paragraphs[-1].text == f"Mẫu riêng của {town.ward.cells[0].name}"
    dropped = browser.post(f"{place}/bo", data=form_at(browser, place, last=False))
    assert dropped.status_code == 303
    (form,) = town.session.scalars(select(PaperForm)).all()
    assert (form.version, form.removed_by) == (1, town.admin.name)
    trial = docx.Document(BytesIO(browser.get(f"{place}/thu.docx").data))
    assert "Mẫu riêng" not in trial.paragraphs[-1].text
    for person in (town.ward.office, town.city_office, town.auditor):
        assert sign_in(town, person).get(place).status_code == 403

"""One cell's year on paper: each step leaves its papers, and each says what was done."""

from __future__ import annotations

import json
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from jobs.papers.kinds import LAYOUTS
from tests.make import Town
from tests.web.papers.doing import do_all
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Dossier
from workflows.papers.kinds import KINDS, Subject
from workflows.papers.tables import Paper
from workflows.sittings.tables import Gate
from workflows.sittings.voting import Votes


def papers_of(town: Town, dossier: Dossier) -> dict[str, Paper]:
    """Return the latest PDF of each kind."""
    with town.elsewhere() as session:
        found = session.scalars(
            select(Paper)
            .where(Paper.dossier_id == dossier.id, Paper.form == "pdf")
            .order_by(Paper.id)
        )
        return {paper.kind: paper for paper in found}


def words(paper: Paper) -> str:
    pages = PdfReader(BytesIO(bytes(paper.content or b""))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_year_of_a_cell_on_paper(town: Town) -> None:
    first, second = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [first, second], town.ward)
    meeting.vote(town, sitting, first, town.ward, Votes(3), Votes(3))
    meeting.vote(town, sitting, second, town.ward, Votes(1, 2))
    meeting.close(town, sitting, town.ward)
    town.session.commit()
    do_all(town)

    papers, refused = papers_of(town, first), papers_of(town, second)

    assert sorted(papers) == ["D1", "D19", "D2", "D6", "D7", "D8"]
    assert sorted(refused) == ["D1", "D16", "D19", "D2", "D6", "D7", "D8"]
    secretary = town.ward.secretaries[0].name
    assert "BẢN ĐĂNG KÝ thi đua xây dựng “Chi bộ 4 tốt” năm" in words(papers["D1"])
    assert words(papers["D1"]).count(secretary) == 1
    assert "Biểu quyết. Số đảng viên được tính: " in words(papers["D2"])
    assert "Chi bộ tự chấm 100/100 điểm" in words(papers["D6"])
    assert "Tổng cộng: 100/100 điểm." in words(papers["D6"])
    assert "Chi bộ thống nhất tự đánh giá 100/100 điểm" in words(papers["D7"])
    assert "Chi bộ tự chấm 100 điểm, thẩm định 100 điểm." in words(papers["D8"])
    assert "Đủ điều kiện đề nghị công nhận." in words(papers["D8"])
    result = words(refused["D16"])
    assert "Kết quả: không đề nghị công nhận danh hiệu “Chi bộ 4 tốt” (1/3 tán thành)." in result
    assert "xem xét lại trong 30 ngày" in result


def test_paper_says_the_same_after_names_have_changed(town: Town) -> None:
    first, _second = meeting.both(town)
    town.session.commit()
    do_all(town)
    before = papers_of(town, first)["D1"]

    town.ward.secretaries[0].name = "Người Khác"
    town.session.commit()
    do_all(town)

    after = papers_of(town, first)["D1"]
    assert (after.id, after.sha256, json.dumps(after.facts)) == (
        before.id, before.sha256, json.dumps(before.facts),
    )  # fmt: skip


def test_every_kind_of_a_dossier_that_is_made_has_a_layout() -> None:
    of_dossiers = {
        key for key, kind in KINDS.items() if kind.subject is Subject.DOSSIER and key != "D20"
    }
    assert of_dossiers <= set(LAYOUTS)

"""A print run of Giấy khen: one file each and one with all, however often a worker dies."""

from __future__ import annotations

import os
import signal
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import segno
from pypdf import PdfReader
from redis import Redis
from sqlalchemy import select
from sqlalchemy.orm import undefer

from jobs.papers.certificate import Press
from jobs.papers.qr import MASK, squares
from jobs.relay import relay_once
from tenants.outbox import OutboxItem
from tenants.settings import Settings
from tests import granted
from tests.jobs.test_worker import Start, parent_of, send_again
from tests.jobs.works import eventually, work_afresh
from tests.make import Town
from tests.web.papers.doing import do_all
from workflows.certificates.issuing import replace_certificate
from workflows.certificates.printing import ask_for_run, runs_of
from workflows.certificates.tables import Mode, PrintedSheet, PrintRun, Reason


def sheets(town: Town) -> list[PrintedSheet]:
    with town.elsewhere() as session:
        return list(
            session.scalars(
                select(PrintedSheet)
                .order_by(PrintedSheet.id)
                .options(undefer(PrintedSheet.content))
            )
        )


def words(content: bytes, page: int = 0) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[page].extract_text().split())


def test_run_has_one_file_each_and_one_with_all_in_order(town: Town) -> None:
    rows = granted.granted(town, *town.ward.cells)
    do_all(town)

    made = sheets(town)
    assert [sheet.certificate_id for sheet in made] == [*(row.id for row in rows), None]
    for sheet, row in zip(made, rows, strict=False):
        said = words(sheet.content)
        assert f"Vào sổ số {row.register_number}" in said
        assert row.facts["unit"] in said
        assert row.public_code in said
        assert sheet.sha256 == sha256(sheet.content).hexdigest()
    whole = PdfReader(BytesIO(made[-1].content))
    assert len(whole.pages) == len(rows)
    for place, row in enumerate(rows):
        assert f"Vào sổ số {row.register_number}" in words(made[-1].content, place)
    (progress,) = runs_of(town.session, rows[0].decision)
    assert (progress.made, progress.total, progress.ready) == (len(rows), len(rows), True)


def test_sheet_lies_has_its_fonts_inside_is_tagged_and_is_the_same_again(town: Town) -> None:
    rows = granted.granted(town, town.ward.cells[0])
    facts = rows[0].facts
    with Press() as press:
        one, two = press.sheets([facts]), press.sheets([facts])
    with Press(text_only=True, right_mm=3, down_mm=-2) as press:
        preprinted = press.sheets([facts])

    assert one == two
    read = PdfReader(BytesIO(one))
    page = read.pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    fonts = page["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        (inner,) = font.get_object()["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    said = words(one)
    for part in ("ĐẢNG CỘNG SẢN VIỆT NAM", "GIẤY KHEN", "T/M BAN THƯỜNG VỤ"):
        assert part in said
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" not in said
    assert "GIẤY KHEN" not in words(preprinted)
    assert facts["unit"] in words(preprinted)


def test_square_put_together_is_the_one_that_is_drawn_whole() -> None:
    texts = [f"https://bontot.example/xac-nhan/{n * n:04}-XQNZ-{n:04}-7RTP" for n in range(40)]
    texts[7:7] = ["0001-0042-XQNZ", "https://bốn-tốt.example/xac-nhan/0001"]

    for text, (wide, points) in zip(texts, squares(texts), strict=True):
        whole = segno.make_qr(text.encode(), error="m", mode="byte", mask=MASK).matrix
        assert wide == len(whole)
        assert points == bytes(0 if dark else 255 for row in whole for dark in row)


def test_each_sheet_of_a_run_has_its_own_square(town: Town) -> None:
    rows = granted.granted(town, *town.ward.cells[:2])
    with Press() as press:
        alone = [press.sheets([row.facts]) for row in rows]
        run = press.sheets([row.facts for row in rows])

    drawn = [PdfReader(BytesIO(one)).pages[0].images[0].data for one in alone]
    assert drawn[0] != drawn[1]
    assert [page.images[0].data for page in PdfReader(BytesIO(run)).pages] == drawn


def test_replaced_certificate_is_not_in_the_next_run(town: Town) -> None:
    old, other = granted.granted(town, *town.ward.cells[:2])
    office = town.member(town.city_office)
    new = replace_certificate(town.session, old, reason=Reason.LOST, note="Mất", actor=office)
    run = ask_for_run(town.session, old.decision, actor=office, mode=Mode.TEXT_ONLY)

    assert run.certificates == [str(other.id), str(new.id)]


def test_killed_worker_leaves_no_sheet_twice_and_none_out(
    town: Town, redis: Redis, configured: Settings, start: Start, tmp_path: Path
) -> None:
    """The worker and its job are killed in the middle of a step, with one done before."""
    rows = granted.granted(town, *town.ward.cells)
    town.session.commit()  # what follows takes longer than a transaction may rest
    step_by_step(town)
    relay_once(town.engine, redis)
    workers = start(work_afresh, tmp_path, configured)
    eventually(lambda: relay_once(town.engine, redis))  # the step that the first one left
    job = workers.paused()
    os.kill(parent_of(job), signal.SIGKILL)
    os.kill(job, signal.SIGKILL)
    before = [sheet.certificate_id for sheet in sheets(town)]

    send_again(town, redis)
    eventually(lambda: relay_once(town.engine, redis) or finished(town))
    eventually(lambda: finished(town))

    assert before == [rows[0].id]
    made = sheets(town)
    assert [sheet.certificate_id for sheet in made] == [rows[0].id, rows[1].id, None]
    assert len(PdfReader(BytesIO(made[-1].content)).pages) == len(rows)


def step_by_step(town: Town) -> None:
    """Leave nothing to do but the run, one sheet a step."""
    with town.elsewhere() as session:
        for item in session.scalars(select(OutboxItem).where(OutboxItem.done_at.is_(None))):
            if item.job == "print_certificates":
                item.job = "print_one_by_one"
            else:
                item.done_at = item.run_at
        session.commit()


def finished(town: Town) -> bool:
    with town.elsewhere() as session:
        return session.scalars(select(PrintRun)).one().finished_at is not None

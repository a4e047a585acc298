"""Where each condition of eligibility was read: who said it, when, in which paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web import current
from web.catalogue import _
from web.filters import day, moment
from web.words import in_own_words
from workflows.dossiers.contents import rating_of, tally_of
from workflows.dossiers.deadlines import last_day_to_register
from workflows.dossiers.tables import Answer, Dossier, Opinion, Purpose

INSPECTION = "inspection"


def source_of(
    line: Mapping[str, Any],
    dossier: Dossier,
    answers: Mapping[str, Answer],
    opinions: list[Opinion],
) -> str:
    """Say where the value of a line comes from; nothing, where it is a sum of points."""
    kind, key = line["kind"], line["key"]
    if kind == "disqualifier":
        return _of_criterion(answers.get(key))
    if kind != "prerequisite":
        return ""
    if key == "registered_on_time":
        return _of_registration(dossier)
    if key == "adopted_by_cell":
        return _of_vote(dossier)
    if key == "rating_good_or_better":
        return _of_rating(dossier)
    return _of_inspection(opinions)


def _of_criterion(row: Answer | None) -> str:
    if row is None:
        return ""
    if row.appraised_level is not None and row.appraised_at is not None:
        return _(
            "thẩm định: đ/c %(name)s, %(time)s",
            name=row.appraised_by,
            time=moment(row.appraised_at),
        )
    return in_own_words(_("{unit} tự đánh giá, chưa thẩm định"))


def _of_registration(dossier: Dossier) -> str:
    said = _(
        "gửi ngày %(sent)s, hạn %(until)s",
        sent=day(dossier.registered_on),
        until=day(last_day_to_register(dossier)),
    )
    if dossier.consent_number:
        paper = _(
            "đồng ý tại số %(number)s ngày %(day)s",
            number=dossier.consent_number,
            day=day(dossier.consent_on),
        )
        return f"{said}; {paper}"
    return said


def _of_vote(dossier: Dossier) -> str:
    if dossier.of_committee:
        return _(
            "phiên họp đề nghị, tờ trình số %(number)s ngày %(day)s",
            number=dossier.submission_number, day=day(dossier.submission_on),
        )  # fmt: skip
    tally = tally_of(current.session(), dossier.id, Purpose.SELF_ASSESSMENT)
    if tally is None:
        return ""
    said = _(
        "họp ngày %(day)s, %(in_favour)s trên %(base)s {members} tán thành",
        day=day(tally.met_on),
        in_favour=tally.in_favour,
        base=tally.base,
    )
    return in_own_words(said)


def _of_rating(dossier: Dossier) -> str:
    decided = rating_of(current.session(), dossier.id)
    if decided is not None:
        return _(
            "xếp loại theo số %(number)s ngày %(day)s",
            number=decided.number,
            day=day(decided.decided_on),
        )
    return _("đề xuất khi kết luận thẩm định")


def _of_inspection(opinions: list[Opinion]) -> str:
    spoken = [opinion for opinion in opinions if opinion.desk == INSPECTION]
    if spoken:
        last = spoken[-1]
        return _("ý kiến kiểm tra: đ/c %(name)s, %(time)s", name=last.name, time=moment(last.at))
    return _("Ủy ban Kiểm tra xác nhận khi kết luận")

"""D5 and the minutes of a meeting: what a cell's monthly meeting leaves on paper."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from tenants.database import Json
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.meetings.attendance import Attendance
from workflows.meetings.keeping import attendance_of
from workflows.meetings.quality import Line, blocks_from
from workflows.meetings.resolutions import followed_in, items_of
from workflows.meetings.tables import MeetingKind, MonthlyMeeting, Outcome, ResolutionItem
from workflows.papers.frame import framed
from workflows.papers.heads import cell_head
from workflows.papers.keeping import ask_for
from workflows.papers.people import leaders_of
from workflows.papers.tables import Edition, Paper

SCORE_SHEET, MINUTES = "D5", "D5B"
KINDS = {
    MeetingKind.REGULAR: "sinh hoạt thường kỳ",
    MeetingKind.THEMATIC: "sinh hoạt chuyên đề",
    MeetingKind.EXTRAORDINARY: "họp bất thường",
}
OUTCOMES = {
    Outcome.DONE: "đã xong",
    Outcome.UNDER_WAY: "đang làm",
    Outcome.NOT_DONE: "chưa làm",
    None: "chưa kiểm lại",
}
DOTS = "………"


def ask_for_meeting_papers(session: TenantSession, meeting: MonthlyMeeting) -> None:
    """Keep what the papers of a held meeting say now; a later version replaces an earlier one."""
    asked = {MINUTES: minutes_facts(session, meeting)}
    if meeting.total is not None:
        asked[SCORE_SHEET] = score_sheet_facts(session, meeting)
    for kind, facts in asked.items():
        ask_for(
            session, kind, facts, unit_id=meeting.unit_id, part=str(meeting.id),
            edition=Edition.DRAFT,
        )  # fmt: skip


def papers_of_meeting(session: TenantSession, meeting: MonthlyMeeting) -> list[Paper]:
    """List the papers of a meeting, which the reader may see; whoever sees it reads them."""
    return list(
        session.scalars(
            select(Paper)
            .where(
                Paper.unit_id == meeting.unit_id,
                Paper.kind.in_((SCORE_SHEET, MINUTES)),
                Paper.part == str(meeting.id),
            )
            .order_by(Paper.kind, Paper.id)
        )
    )


def score_sheet_facts(session: TenantSession, meeting: MonthlyMeeting) -> Json:
    """Gather the sheet on which a meeting is scored: five blocks, each line with its reason."""
    blocks = blocks_from(meeting.quality)
    return _of_meeting(
        session,
        meeting,
        [f"chất lượng {KINDS[meeting.kind]} tháng {meeting.month}/{meeting.year}"],
        rows=[row for block in blocks for row in _rows(block.label, block.lines)],
        blocks=[
            {"label": block.label, "points": str(block.points), "most": str(block.most)}
            for block in blocks
        ],
        total=show_number(meeting.total or 0),
        most=str(sum(block.most for block in blocks)),
        level=meeting.level,
        remark=meeting.remark,
        remark_by=meeting.remark_by,
    )


def minutes_facts(session: TenantSession, meeting: MonthlyMeeting) -> Json:
    """Gather the minutes of a meeting; what nobody wrote down prints as dotted lines."""
    items = items_of(session, [meeting.id])
    return _of_meeting(
        session,
        meeting,
        [f"{KINDS[meeting.kind]} tháng {meeting.month}/{meeting.year}"],
        began=_time(meeting.began),
        ended=_time(meeting.ended),
        place=meeting.place or DOTS,
        chair=meeting.chair or DOTS,
        recorder=meeting.recorder or DOTS,
        guests=_lines(meeting.guests),
        absences=_lines(meeting.absences),
        agenda=_lines(meeting.agenda) or [DOTS],
        discussion=_lines(meeting.discussion) or [DOTS * 4],
        conclusion=_lines(meeting.conclusion) or [DOTS * 4],
        looked_into=[_followed(item) for item in followed_in(session, meeting.id)],
        items=[_resolved(place, item) for place, item in enumerate(items, start=1)],
    )


def _of_meeting(
    session: TenantSession, meeting: MonthlyMeeting, subject: list[str], **said: Any
) -> Json:
    tenant = session.get_one(Tenant, session.tenant_id)
    unit = session.get_one(OrgUnit, (session.tenant_id, meeting.unit_id))
    above = (session.tenant_id, unit.parent_id or unit.id)
    committee = session.get_one(OrgUnit, above)
    on = meeting.held_on or meeting.planned_on
    return framed(
        cell_head(tenant, unit, committee),
        on=on,
        year=meeting.year,
        subject=subject,
        verification=f"{unit.code}-{meeting.year}-{meeting.month:02}",
        seen=sha256(f"{meeting.id} {meeting.version}".encode()).hexdigest(),
        unit=unit.name,
        day=show_date(on),
        theme=meeting.subject,
        signer=leaders_of(session, [unit.id], on=on).get(unit.id, ""),
        attendance=_attendance(meeting, attendance_of(meeting)),
        **said,
    )


def _attendance(meeting: MonthlyMeeting, numbers: Attendance) -> Json:
    left_out = {
        "được miễn sinh hoạt không dự": meeting.exempted,
        "sinh hoạt tạm thời nơi khác": meeting.elsewhere,
        "bị đình chỉ sinh hoạt": meeting.suspended,
        "làm nhiệm vụ đặc biệt": meeting.on_duty,
    }
    share = numbers.share
    away = ""
    if meeting.away:
        how = "tính riêng" if meeting.away_apart else "tính chung"
        away = f"{meeting.away_present}/{meeting.away} dự họp ({how})"
    return {
        "roll": str(numbers.official + numbers.probationary),
        "official": str(numbers.official),
        "probationary": str(numbers.probationary),
        "left_out": "; ".join(f"{words}: {count}" for words, count in left_out.items() if count),
        "summoned": str(numbers.summoned),
        "present": str(numbers.present),
        "excused": str(numbers.excused),
        "unexcused": str(numbers.unexcused),
        "away": away,
        "share": f"{show_number(round(share * 100, 1))}%" if share is not None else DOTS,
    }


def _rows(label: str, lines: Sequence[Line]) -> list[Json]:
    return [
        {
            "block": label if place == 0 else "",
            "label": line.label,
            "most": str(line.most),
            "points": str(line.points),
            "why": _why(line),
        }
        for place, line in enumerate(lines)
    ]


def _why(line: Line) -> str:
    """Say why a line has its points, as the cell's committee would write it."""
    n, of = line.facts.get("n"), line.facts.get("of")
    counted = {
        "attendance": f"{n}/{of} dự họp",
        "speakers": f"{n}/{of} phát biểu",
        "reviewed": f"{n}/{of} việc",
        "clear": f"{n}/{of} việc rõ",
    }
    plain = {
        "on_day": "đúng ngày",
        "other_day": "khác ngày",
        "short": "chưa đủ thời lượng",
        "speakers_unknown": "chưa ghi",
        "lacking": "chưa đạt",
    }
    return counted.get(line.why) or plain.get(line.why, "")


def _followed(item: ResolutionItem) -> Json:
    words = f" ({item.outcome_words})" if item.outcome_words else ""
    return {"what": item.what, "outcome": f"{OUTCOMES[item.outcome]}{words}"}


def _resolved(place: int, item: ResolutionItem) -> Json:
    return {
        "position": str(place),
        "what": item.what,
        "who": item.who or DOTS,
        "due": show_date(item.due_on) if item.due_on else DOTS,
    }


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(";.") for line in text.splitlines() if line.strip()]


def _time(text: str) -> str:
    return text.replace(":", "h") if text else DOTS

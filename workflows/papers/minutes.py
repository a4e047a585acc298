"""D9: the minutes spell out roll, base, who left an item and why (docs/process.md, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tenants.clock import local
from tenants.database import Json
from tenants.people import Person
from tenants.wall import TenantSession
from workflows.papers.closed_sittings import RESULTS, Meeting
from workflows.papers.frame import framed
from workflows.papers.heads import unit_on_paper
from workflows.papers.wording import count_words, number_line
from workflows.sittings.tables import Gate, Mode, Result, SittingItem, SittingSeat
from workflows.sittings.tallies import COUNTED_BY_HAND

AGENDA = {
    Gate.PILOT_SELECTION: "chọn chi bộ làm điểm",
    Gate.PILOT_CHANGE: "thay đổi chi bộ làm điểm",
    Gate.RECOMMENDATION: "xét, đề nghị công nhận danh hiệu",
    Gate.RECOGNITION: "xét công nhận danh hiệu",
    Gate.REVOCATION: "xét thu hồi danh hiệu",
    Gate.RESTORATION: "xét khôi phục danh hiệu",
}
WAYS = {
    Mode.SHOW_OF_HANDS: "giơ tay",
    Mode.SECRET_BALLOT: "bỏ phiếu kín",
    Mode.PAPER_BALLOT: "bỏ phiếu giấy",
    Mode.WRITTEN_POLL: "lấy ý kiến bằng phiếu",
}


def minutes_facts(session: TenantSession, meeting: Meeting) -> Json:
    """Gather the minutes: who was there, what was voted on and how, and the conclusion."""
    sitting = meeting.sitting
    present = [seat for seat in meeting.seats if seat.took_part]
    absent = [seat for seat in meeting.seats if not seat.took_part]
    chair = session.get_one(Person, (session.tenant_id, sitting.chair_id)).name
    opened, closed = sitting.opened_at, sitting.closed_at
    return framed(
        meeting.head(number_line(None, symbol=meeting.symbol("BB"))),
        on=meeting.day,
        year=meeting.year,
        subject=[
            f"họp {meeting.body}",
            f"{AGENDA[sitting.gate]} “{meeting.award}” năm {meeting.year}",
        ],
        verification=sitting.code,
        named="phiên họp",
        flow=meeting.flow,
        seen=meeting.seen,
        opened=_moment(opened),
        closed=_moment(closed),
        place=sitting.place,
        body=meeting.body,
        chair=chair,
        recorder=sitting.recorder,
        roll=sitting.roll,
        present=len(present),
        attending=[_seat(seat) for seat in present],
        absent=[
            {"name": seat.name, "reason": seat.absent_reason or "không rõ lý do"} for seat in absent
        ],
        rows=[_vote_row(meeting, item) for item in meeting.items],
        leaving=[
            {
                "cell": unit_on_paper(item.dossier),
                "names": ", ".join(_leaver(one) for one in item.leaving),
            }
            for item in meeting.items
            if item.leaving
        ],
        exceptions=[
            {
                "cell": unit_on_paper(item.dossier),
                "reason": item.exception_reason,
                "by": item.exception_by,
            }
            for item in meeting.items
            if item.exception_reason
        ],
        merit=meeting.merit,
        conclusions=[*_conclusions(meeting), _ways(meeting)],
        on_order=sitting.closed_on_order,
        closed_by=sitting.closed_by,
    )


def _vote_row(meeting: Meeting, item: SittingItem) -> Json:
    said = item.explained
    noted = bool(said.get("noted"))
    merit = said.get("merit", {})
    return {
        "position": item.position,
        "cell": unit_on_paper(item.dossier),
        "base": "" if noted else str(said.get("base", "")),
        "in_favour": "" if noted else _number(item.in_favour),
        "against": "" if noted else _number(item.against),
        "other": "" if noted else _number((item.abstained or 0) + (item.invalid or 0)),
        "merit": f"{merit.get('numerator', '')}/{merit.get('base', '')}" if merit else "",
        "result": "không đủ điều kiện, ghi nhận" if noted else _result(meeting, item),
    }


def _result(meeting: Meeting, item: SittingItem) -> str:
    if item.result is None:
        return ""
    if meeting.sitting.gate is Gate.PILOT_SELECTION and item.result is Result.PASSED:
        return "làm điểm" if item.pilot else "không làm điểm"
    if meeting.sitting.gate is Gate.PILOT_CHANGE and item.result is Result.PASSED:
        return "làm điểm" if item.pilot else "thôi làm điểm"
    return RESULTS[item.result]


def _conclusions(meeting: Meeting) -> list[str]:
    passed = [item for item in meeting.items if item.result is Result.PASSED]
    merit = [item for item in passed if item.merit_passed]
    others = len(meeting.items) - len(passed)
    match meeting.sitting.gate:
        case Gate.PILOT_SELECTION:
            pilots = [unit_on_paper(item.dossier) for item in passed if item.pilot]
            if not pilots:
                return [f"Không chọn chi bộ làm điểm: {meeting.sitting.no_pilot_reason}."]
            return [f"Chọn {count_words(len(pilots))} chi bộ làm điểm: {', '.join(pilots)}."]
        case Gate.RECOMMENDATION | Gate.RECOGNITION:
            proposes = meeting.sitting.gate is Gate.RECOMMENDATION
            verb = "Đề nghị công nhận" if proposes else "Công nhận"
            title, count = (
                f"danh hiệu “{meeting.award}” năm {meeting.year}",
                count_words(len(passed)),
            )
            lines = [
                f"{verb} {title} đối với {count} {meeting.units}.",
            ]
            if meeting.merit:
                granted = f"Tặng Giấy khen đối với {count_words(len(merit))} {meeting.units}"
                lines.append(f"{granted} trong số đó.")
            if others:
                lines.append(f"Không thông qua hoặc để lại: {count_words(others)} {meeting.units}.")
            return lines
    return [f"{unit_on_paper(item.dossier)}: {_result(meeting, item)}." for item in meeting.items]


def _seat(seat: SittingSeat) -> Json:
    """Name who took part, with the hour of coming late or leaving early."""
    noted = [
        f"{words} lúc {local(at):%H giờ %M}"
        for words, at in (("đến", seat.came_at), ("về", seat.left_at))
        if at is not None
    ]
    post = ", ".join(part for part in (seat.post, *noted) if part)
    return {"name": seat.name, "post": post}


def _leaver(leaver: Mapping[str, Any]) -> str:
    """Name who left an item, with the reason they gave."""
    name, reason = str(leaver.get("name", "")), leaver.get("reason")
    return f"{name} ({reason})" if reason else name


def _ways(meeting: Meeting) -> str:
    """Say how the items were voted on, and who counted papers."""
    used = dict.fromkeys(item.mode for item in meeting.items if item.mode is not None)
    ways = [WAYS[mode] for mode in used] or [WAYS[meeting.sitting.mode]]
    team = meeting.sitting.counting_team
    counted = f" Tổ kiểm phiếu: {team}." if team and COUNTED_BY_HAND & set(used) else ""
    return f"Cách biểu quyết: {', '.join(ways)}.{counted}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _moment(at: datetime | None) -> str:
    return local(at).strftime("%H giờ %M, ngày %d/%m/%Y") if at else ""

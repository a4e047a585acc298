"""D4: which cells are pilots, why each, and who supervises it."""

from __future__ import annotations

from sqlalchemy import select

from tenants.database import Json
from tenants.people import Person
from tenants.text.dates import show_date
from tenants.wall import TenantSession
from workflows.papers.closed_sittings import Meeting, bases_of, signed
from workflows.papers.frame import framed
from workflows.papers.wording import closed_list, count_words, number_line
from workflows.sittings.tables import Gate, Result


def pilots_facts(session: TenantSession, meeting: Meeting) -> Json:
    """Gather the notice of the pilot cells: why each, and who supervises it."""
    passed = [item for item in meeting.items if item.result is Result.PASSED]
    chosen = [item for item in passed if item.pilot]
    dropped = [item for item in passed if item.pilot is False]
    changes = meeting.sitting.gate is Gate.PILOT_CHANGE
    verb = "thay đổi" if changes else "chọn"
    names = {item.dossier_id: item.dossier.unit.name for item in meeting.items}
    supervisors = {
        person.id: person.name
        for person in session.scalars(
            select(Person).where(
                Person.id.in_([item.supervisor_id for item in chosen if item.supervisor_id])
            )
        )
    }
    return framed(
        meeting.head(number_line(None, symbol=meeting.symbol("TB"))),
        on=None,
        draft=True,
        year=meeting.year,
        subject=[f"{verb} chi bộ làm điểm xây dựng “{meeting.award}” năm {meeting.year}"],
        verification=meeting.sitting.code,
        named="phiên họp",
        seen=meeting.seen,
        bases=bases_of(meeting),
        body=meeting.body,
        meeting_day=show_date(meeting.day),
        none_reason=meeting.sitting.no_pilot_reason if not chosen else "",
        changes=changes,
        dropped=[f"Thôi làm điểm: {item.dossier.unit.name}." for item in dropped]
        if changes
        else [],
        count=count_words(len(chosen)),
        rows=[
            {
                "position": place,
                "cell": item.dossier.unit.name,
                "reason": f"{item.pilot_reason} (thay {names[item.replaces_id]})"
                if item.replaces_id in names
                else item.pilot_reason,
                "supervisor": supervisors.get(item.supervisor_id, "") if item.supervisor_id else "",
            }
            for place, item in enumerate(chosen, start=1)
        ],
        **signed(session, meeting, None),
        recipients=closed_list(
            (
                str(meeting.tenant.words.get("city", "Cấp ủy cấp trên")) + " (báo cáo)",
                "Các chi bộ trực thuộc",
                "Các đồng chí được phân công phụ trách",
                "Lưu Văn phòng",
            ),
            between=",",
            last=".",
        ),
    )

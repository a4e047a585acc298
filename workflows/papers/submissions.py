"""D10, D11: A recommended, B with Giấy khen, C not (docs/process.md, section 8), and the roster."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tenants.database import Json
from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from tenants.wall import TenantSession
from workflows.decisions.facts import RATINGS
from workflows.decisions.streaks import years_running
from workflows.dossiers.tables import Dossier
from workflows.papers.closed_sittings import RESULTS, Meeting, bases_of, signed
from workflows.papers.frame import framed
from workflows.papers.heads import unit_on_paper
from workflows.papers.wording import closed_list, count_words, date_line, number_line
from workflows.sittings.tables import Result, SittingItem

NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def submission_facts(
    session: TenantSession, meeting: Meeting, *, number: str | None, signed_on: date | None
) -> Json:
    """Gather the submission to the committee above; dotted until the clerk has entered it."""
    passed = [item for item in meeting.items if item.result is Result.PASSED]
    merit = [item for item in passed if item.merit_passed]
    others = [item for item in meeting.items if item not in passed]
    city = str(meeting.tenant.words.get("city", meeting.tenant.name))
    merited = " và tặng Giấy khen" if meeting.merit else ""
    return framed(
        meeting.head(number_line(number, symbol=meeting.symbol("TTr"))),
        on=signed_on,
        draft=number is None or signed_on is None,
        year=meeting.year,
        subject=[f"đề nghị công nhận “{meeting.award}”{merited} năm {meeting.year}"],
        verification=meeting.sitting.code,
        named="phiên họp",
        flow=meeting.flow,
        seen=meeting.seen,
        addressee=f"Ban Thường vụ {city}",
        bases=bases_of(meeting),
        body=meeting.body,
        meeting_day=show_date(meeting.day),
        agenda_count=count_words(len(meeting.items)),
        roll=meeting.sitting.roll,
        present=sum(seat.present for seat in meeting.seats),
        recommended=[_short_row(meeting, place, item) for place, item in enumerate(passed, 1)],
        with_merit=[_short_row(meeting, place, item) for place, item in enumerate(merit, 1)],
        others=[
            {
                **_short_row(meeting, place, item),
                "why": _why_not(item),
            }
            for place, item in enumerate(others, 1)
        ],
        recommended_count=count_words(len(passed)),
        merit_count=count_words(len(merit)),
        merit_voted=meeting.merit,
        rated=any(item.dossier.proposed_rating for item in meeting.items),
        others_count=count_words(len(others)),
        **signed(session, meeting, signed_on),
        recipients=closed_list(("Như trên", "Lưu Văn phòng Đảng ủy"), between=",", last="."),
    )


def roster_facts(
    session: TenantSession, meeting: Meeting, *, number: str | None, signed_on: date | None
) -> Json:
    """Gather the summary roster that goes with the submission, one line a cell."""
    passed = [item for item in meeting.items if item.result is Result.PASSED]
    symbol = meeting.symbol("TTr")
    submission = number_line(number, symbol=symbol).replace("Số", "số", 1)
    before = years_running(session, [item.dossier.unit_id for item in passed], meeting.year - 1)
    rows = [
        _roster_row(meeting, place, item, before[item.dossier.unit_id])
        for place, item in enumerate(passed, start=1)
    ]
    return framed(
        meeting.head(""),
        on=signed_on,
        draft=number is None or signed_on is None,
        year=meeting.year,
        subject=[
            f"các {meeting.units} được đề nghị công nhận “{meeting.award}” năm {meeting.year}"
        ],
        verification=meeting.sitting.code,
        named="phiên họp",
        flow=meeting.flow,
        seen=meeting.seen,
        enclosure=f"(Kèm theo Tờ trình {submission}, {date_line(signed_on)} của {meeting.body})",
        rows=rows,
        exceptions=[row for row in rows if row["exception"]],
        total=f"Danh sách này có {count_words(len(passed))} {meeting.units}.",
        **signed(session, meeting, signed_on),
    )


def _short_row(meeting: Meeting, place: int, item: SittingItem) -> Json:
    total = item.dossier.appraised_total
    if total is None:
        total = meeting.own_totals.get(item.dossier_id)
    rating = item.dossier.proposed_rating
    return {
        "position": place,
        "cell": unit_on_paper(item.dossier),
        "secretary": meeting.leaders.get(item.dossier.unit_id, ""),
        "score": show_number(total) if total is not None else "",
        "rating": RATINGS.get(rating or "", ""),
        "votes": f"{item.explained.get('numerator', '')}/{item.explained.get('base', '')}",
    }


def _roster_row(meeting: Meeting, place: int, item: SittingItem, years: int) -> Json:
    unit = item.dossier.unit
    return {
        **_short_row(meeting, place, item),
        "members": unit.members or "",
        "official": unit.members_official,
        "groups": _group_points(item.dossier),
        "discipline": _discipline(item.dossier),
        "years": str(years),
        "merit": "x" if item.merit_passed else "",
        "exception": item.exception_reason,
    }


def _group_points(dossier: Dossier) -> str:
    """Name the points of each group as the appraisal found them: «I: 26,2; II: 25»."""
    points = [
        show_number(Decimal(line["value"]))
        for line in dossier.eligibility
        if line["kind"] == "group" and line["value"] is not None
    ]
    # No line breaks between a group and its points.
    return "; ".join(f"{NUMERALS[place]}:\u00a0{each}" for place, each in enumerate(points))


def _discipline(dossier: Dossier) -> str:
    """Say whether a member was disciplined in the year, as the appraisal recorded it."""
    for line in dossier.eligibility:
        if line["key"] == "no_member_disciplined":
            return {True: "có", False: "không", None: ""}[line["value"]]
    return ""


def _why_not(item: SittingItem) -> str:
    if item.explained.get("noted"):
        return "chưa đủ điều kiện"
    if item.result is Result.NOT_PASSED:
        return (
            f"{item.explained.get('numerator', '')}/{item.explained.get('base', '')} tán thành,"
            " chưa quá một nửa"
        )
    return RESULTS[item.result] if item.result else ""

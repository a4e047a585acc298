"""D4, D9, D10, D11: what a closed sitting leaves on paper.

The minutes spell out roll, base and who left an item and why (docs/process.md, section 4);
the submission lists A recommended, B recommended with Giấy khen, C not (section 8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.bodies import Body, BodyMember, Seat, in_office
from tenants.clock import local
from tenants.database import Json
from tenants.people import Person
from tenants.tenant import Tenant
from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from tenants.units import UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.facts import RATINGS
from workflows.decisions.streaks import years_running
from workflows.dossiers.tables import Dossier
from workflows.papers.frame import framed
from workflows.papers.heads import city_head, in_sentence, symbol_of, ward_head
from workflows.papers.people import leaders_of
from workflows.papers.wording import closed_list, count_words, date_line, number_line
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import (
    Gate,
    Mode,
    Result,
    Sitting,
    SittingItem,
    SittingSeat,
)
from workflows.sittings.tallies import COUNTED_BY_HAND

TITLE = "Chi bộ 4 tốt"
AGENDA = {
    Gate.PILOT_SELECTION: "chọn chi bộ làm điểm",
    Gate.PILOT_CHANGE: "thay đổi chi bộ làm điểm",
    Gate.RECOMMENDATION: "xét, đề nghị công nhận danh hiệu",
    Gate.RECOGNITION: "xét công nhận danh hiệu",
    Gate.REVOCATION: "xét thu hồi danh hiệu",
    Gate.RESTORATION: "xét khôi phục danh hiệu",
}
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
WAYS = {
    Mode.SHOW_OF_HANDS: "giơ tay",
    Mode.SECRET_BALLOT: "bỏ phiếu kín",
    Mode.PAPER_BALLOT: "bỏ phiếu giấy",
    Mode.WRITTEN_POLL: "lấy ý kiến bằng phiếu",
}
RESULTS = {
    Result.PASSED: "tán thành",
    Result.NOT_PASSED: "không tán thành",
    Result.DEFERRED: "để lại phiên sau",
    Result.STRUCK: "đưa ra khỏi chương trình",
    Result.RETURNED: "trả lại thẩm định",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A closed sitting with what its papers speak of, read once."""

    tenant: Tenant
    sitting: Sitting
    seats: Sequence[SittingSeat]
    items: Sequence[SittingItem]
    leaders: dict[UUID, str]

    @property
    def year(self) -> int:
        """The campaign's year."""
        return self.sitting.campaign.year

    @property
    def body(self) -> str:
        """The body's name as a sentence has it."""
        return in_sentence(self.sitting.body.name)

    @property
    def upper(self) -> bool:
        """Whether the body is that of the tenant's own committee."""
        return self.sitting.body.unit.kind is UnitKind.UPPER_COMMITTEE

    @property
    def day(self) -> date:
        """The day on which it was held."""
        opened = self.sitting.opened_at
        return local(opened).date() if opened else self.sitting.planned_on

    @property
    def seen(self) -> str:
        """The content that was voted on, as one hash of the agenda's."""
        return self.items[0].content_hash if self.items else ""

    def head(self, number: str) -> Json:
        """Return the letterhead of the committee whose body sat."""
        if self.upper:
            return city_head(self.tenant, number=number)
        return ward_head(self.tenant, self.sitting.body.unit, number=number)

    def symbol(self, kind: str) -> str:
        """Return a paper's symbol: «TTr/ĐU», «BB/Th.U»."""
        return symbol_of(self.tenant, kind, upper=self.upper)


def meeting_of(session: TenantSession, sitting_id: UUID) -> Meeting:
    """Read a sitting for its papers."""
    sitting = session.scalars(
        select(Sitting)
        .where(Sitting.id == sitting_id)
        .options(joinedload(Sitting.body, innerjoin=True).joinedload(Body.unit))
        .options(joinedload(Sitting.campaign, innerjoin=True).joinedload(Campaign.programme))
    ).one()
    items = items_of(session, sitting_id)
    leaders = leaders_of(session, [item.dossier.unit_id for item in items], on=sitting.planned_on)
    tenant = session.get_one(Tenant, session.tenant_id)
    return Meeting(tenant, sitting, seats_of(session, sitting_id), items, leaders)


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
        subject=[f"họp {meeting.body}", f"{AGENDA[sitting.gate]} “{TITLE}” năm {meeting.year}"],
        verification=sitting.code,
        named="phiên họp",
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
                "cell": item.dossier.unit.name,
                "names": ", ".join(_leaver(one) for one in item.leaving),
            }
            for item in meeting.items
            if item.leaving
        ],
        exceptions=[
            {
                "cell": item.dossier.unit.name,
                "reason": item.exception_reason,
                "by": item.exception_by,
            }
            for item in meeting.items
            if item.exception_reason
        ],
        merit=sitting.gate in {Gate.RECOMMENDATION, Gate.RECOGNITION},
        conclusions=[*_conclusions(meeting), _ways(meeting)],
        on_order=sitting.closed_on_order,
        closed_by=sitting.closed_by,
    )


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
        subject=[f"{verb} chi bộ làm điểm xây dựng “{TITLE}” năm {meeting.year}"],
        verification=meeting.sitting.code,
        named="phiên họp",
        seen=meeting.seen,
        bases=_bases(meeting),
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
        **_signed(session, meeting, None),
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


def submission_facts(
    session: TenantSession, meeting: Meeting, *, number: str | None, signed_on: date | None
) -> Json:
    """Gather the submission to the committee above; dotted until the clerk has entered it."""
    passed = [item for item in meeting.items if item.result is Result.PASSED]
    merit = [item for item in passed if item.merit_passed]
    others = [item for item in meeting.items if item not in passed]
    city = str(meeting.tenant.words.get("city", meeting.tenant.name))
    return framed(
        meeting.head(number_line(number, symbol=meeting.symbol("TTr"))),
        on=signed_on,
        draft=number is None or signed_on is None,
        year=meeting.year,
        subject=[f"đề nghị công nhận “{TITLE}” và tặng Giấy khen năm {meeting.year}"],
        verification=meeting.sitting.code,
        named="phiên họp",
        seen=meeting.seen,
        addressee=f"Ban Thường vụ {city}",
        bases=_bases(meeting),
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
        others_count=count_words(len(others)),
        **_signed(session, meeting, signed_on),
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
        subject=[f"các chi bộ được đề nghị công nhận “{TITLE}” năm {meeting.year}"],
        verification=meeting.sitting.code,
        named="phiên họp",
        seen=meeting.seen,
        enclosure=f"(Kèm theo Tờ trình {submission}, {date_line(signed_on)} của {meeting.body})",
        rows=rows,
        exceptions=[row for row in rows if row["exception"]],
        total=f"Danh sách này có {count_words(len(passed))} chi bộ.",
        **_signed(session, meeting, signed_on),
    )


def _vote_row(meeting: Meeting, item: SittingItem) -> Json:
    said = item.explained
    noted = bool(said.get("noted"))
    merit = said.get("merit", {})
    return {
        "position": item.position,
        "cell": item.dossier.unit.name,
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


def _short_row(meeting: Meeting, place: int, item: SittingItem) -> Json:
    total = item.dossier.appraised_total
    rating = item.dossier.proposed_rating
    return {
        "position": place,
        "cell": item.dossier.unit.name,
        "secretary": meeting.leaders.get(item.dossier.unit_id, ""),
        "score": show_number(total) if total is not None else "",
        "rating": RATINGS.get(rating or "", ""),
        "votes": f"{item.explained.get('numerator', '')}/{item.explained.get('base', '')}",
    }


def _roster_row(meeting: Meeting, place: int, item: SittingItem, years: int) -> Json:
    unit = item.dossier.unit
    return {
        **_short_row(meeting, place, item),
        "members": unit.members,
        "official": unit.members_official,
        "groups": _group_points(item.dossier),
        "discipline": _discipline(item.dossier),
        "years": str(years) if years else "",
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
    return "; ".join(f"{NUMERALS[place]}: {each}" for place, each in enumerate(points))


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


def _conclusions(meeting: Meeting) -> list[str]:
    passed = [item for item in meeting.items if item.result is Result.PASSED]
    merit = [item for item in passed if item.merit_passed]
    others = len(meeting.items) - len(passed)
    match meeting.sitting.gate:
        case Gate.PILOT_SELECTION:
            pilots = [item.dossier.unit.name for item in passed if item.pilot]
            if not pilots:
                return [f"Không chọn chi bộ làm điểm: {meeting.sitting.no_pilot_reason}."]
            return [f"Chọn {count_words(len(pilots))} chi bộ làm điểm: {', '.join(pilots)}."]
        case Gate.RECOMMENDATION | Gate.RECOGNITION:
            proposes = meeting.sitting.gate is Gate.RECOMMENDATION
            verb = "Đề nghị công nhận" if proposes else "Công nhận"
            title, count = f"danh hiệu “{TITLE}” năm {meeting.year}", count_words(len(passed))
            lines = [
                f"{verb} {title} đối với {count} chi bộ.",
                f"Tặng Giấy khen đối với {count_words(len(merit))} chi bộ trong số đó.",
            ]
            if others:
                lines.append(f"Không thông qua hoặc để lại: {count_words(others)} chi bộ.")
            return lines
    return [f"{item.dossier.unit.name}: {_result(meeting, item)}." for item in meeting.items]


def _bases(meeting: Meeting) -> list[str]:
    return closed_list(
        (
            *(f"Căn cứ {base}" for base in meeting.sitting.campaign.programme.legal_bases),
            f"Căn cứ kết quả phiên họp ngày {show_date(meeting.day)} của {meeting.body}",
        ),
        between=";",
        last=",",
    )


def _signed(session: TenantSession, meeting: Meeting, on: date | None) -> Json:
    """Return who signs for the body: its chair on the day, in the post they held."""
    members = session.scalars(
        in_office(meeting.sitting.body_id, on or meeting.day).options(joinedload(BodyMember.person))
    ).all()
    chair = next((one for one in members if one.seat is Seat.CHAIR), None)
    post = chair.post if chair and chair.post else "Bí thư"
    return {
        "on_behalf_of": "T/M BAN THƯỜNG VỤ",
        "post": post.upper(),
        "signer": chair.person.name if chair else "",
    }


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

"""What some cells of the demo wrote down this year: meetings, and entries of their logbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from demo.acts import Acts, WardYear
from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.working_days import WorkingCalendar, calendar_of
from workflows.campaigns.meeting_days import MEETING_DAY, meeting_in
from workflows.dossiers.tables import Dossier
from workflows.logbook.keeping import Remedy, check_entry, note_entry
from workflows.logbook.tables import EntryKind, Finding
from workflows.meetings.attendance import Attendance
from workflows.meetings.keeping import Record, keep_meeting, remark_on
from workflows.meetings.resolutions import FollowUp, Resolved, items_of
from workflows.meetings.rules import USUAL_AGENDA
from workflows.meetings.tables import MeetingKind, MonthlyMeeting, Outcome
from workflows.review_teams.flags import flag_unit
from workflows.review_teams.sending import Visit, ask_of_unit, send_team
from workflows.review_teams.tables import Ground, Part

SHOWN = frozenset({"Phường Tân Giang", "Phường Hà Huy Tập", "Phường Hoa Mai"})
MONTHS = 8
TASKS = (
    ("Vận động 12 hộ ngõ 5 phân loại rác tại nguồn", "Chi hội Phụ nữ"),
    ("Rà soát hộ khó khăn, đề nghị hỗ trợ trước ngày 27/7", "Đ/c Trưởng ban Mặt trận"),
    ("Hoàn thành lắp camera an ninh ở ba đầu ngõ", "Đ/c Tổ trưởng dân phố"),
    ("Giới thiệu hai quần chúng đi học lớp cảm tình Đảng", "Chi ủy"),
    ("Sửa đường điện chiếu sáng ngõ 3 và ngõ 7", "Đ/c Phó Bí thư"),
    ("Tổng vệ sinh, trồng hoa trước nhà văn hóa", "Chi đoàn Thanh niên"),
    ("Thu đủ đảng phí quý, nộp trước ngày 05", "Đ/c Chi ủy viên"),
    ("Hòa giải tranh chấp lối đi giữa hai hộ ngõ 9", "Tổ hòa giải"),
)
THEMES = (
    "Học tập và làm theo Bác về nói đi đôi với làm",
    "Nâng cao chất lượng tự phê bình và phê bình ở chi bộ",
)
PLACE = "Nhà văn hóa tổ dân phố"


def fill_year(acts: Acts, years: Sequence[WardYear]) -> None:
    """Let the cells that supervisors are sent to have met and noted what they saw."""
    for year in years:
        if year.committee.unit.name not in SHOWN:
            continue
        supervisor = acts.member(year.committee.desks["supervisor"])
        watched = set(supervisor.units(Role.SUPERVISOR))
        cells = [dossier for dossier in year.dossiers if dossier.unit_id in watched]
        for place, dossier in enumerate(cells):
            _meetings(acts, dossier, supervisor, behind=place == len(cells) - 1)
            _logbook(acts, dossier, supervisor, overdue=place % 2 == 1)
        if cells:
            _team(acts, cells[-1], acts.member(year.committee.desks["office"]))


def _meetings(acts: Acts, dossier: Dossier, supervisor: Member, *, behind: bool) -> None:
    """Hold the regular meetings of the last months, and a thematic one; some come short."""
    calendar, last = calendar_of(acts.session), acts.today
    days = [
        day
        for month in range(1, last.month + 1)
        if (day := _day(calendar, last.year, month)) <= last
    ][-MONTHS:]
    before: MonthlyMeeting | None = None
    for place, day in enumerate(days):
        if behind and place == len(days) - 1:
            break  # its last meeting is still to be written down
        held_on = day + timedelta(days=4) if behind and place == 1 else day
        record = _record(acts, dossier.unit, day, held_on, place, before)
        before = _kept(acts, dossier, record)
    if before is not None:
        with acts.clockwork.at_its_time():
            remark_on(
                acts.session, before.id, "Nội dung sát việc của tổ dân phố; cần thêm ý kiến"
                " của đảng viên trẻ.", actor=supervisor,
            )  # fmt: skip
        theme = before.held_on or last
        _kept(acts, dossier, _thematic(dossier.unit, theme))


def _record(
    acts: Acts,
    unit: OrgUnit,
    day: date,
    held_on: date,
    place: int,
    before: MonthlyMeeting | None,
) -> Record:
    what, who = TASKS[place % len(TASKS)]
    attendance = _attendance(unit, place)
    followed = {}
    if before is not None:
        outcomes = (Outcome.DONE, Outcome.DONE, Outcome.UNDER_WAY)
        followed = {
            item.id: FollowUp(outcomes[place % 3]) for item in items_of(acts.session, [before.id])
        }
    return Record(
        kind=MeetingKind.REGULAR,
        planned_on=day,
        held_on=held_on,
        words={
            "agenda": "\n".join(USUAL_AGENDA), "place": PLACE, "began": "19:30", "ended": "21:10",
            "conclusion": f"Tập trung: {what[0].lower()}{what[1:]}.",
        },
        attendance=attendance,
        speakers=_speakers(attendance),
        lacking=("committee_met", "progress")[place % 3 :],
        items=[Resolved(what, who, held_on + timedelta(days=26))],
        followed=followed,
    )  # fmt: skip


def _thematic(unit: OrgUnit, on: date) -> Record:
    attendance = _attendance(unit, 1)
    return Record(
        kind=MeetingKind.THEMATIC,
        planned_on=on,
        held_on=on,
        words={"subject": THEMES[on.month % 2], "place": PLACE},
        attendance=attendance,
        speakers=_speakers(attendance),
        lacking=(),
        items=[Resolved("Mỗi đảng viên đăng ký một việc làm theo", "Toàn chi bộ",
                        on + timedelta(days=20))],
    )  # fmt: skip


def _speakers(attendance: Attendance) -> int:
    """Let a quarter of those present speak, at least one of them."""
    return min(max(1, attendance.present // 4), attendance.present)


def _attendance(unit: OrgUnit, place: int) -> Attendance:
    """Let one or two be absent with a reason, and once somebody without."""
    summoned = unit.members - unit.members_exempted
    excused = min(place % 3, max(summoned - 1, 0))
    unexcused = int(place == 4 and summoned > excused + 1)
    return Attendance(
        official=unit.members_official, probationary=unit.members_probationary,
        exempted=unit.members_exempted, present=summoned - excused - unexcused,
        excused=excused, unexcused=unexcused,
    )  # fmt: skip


def _kept(acts: Acts, dossier: Dossier, record: Record) -> MonthlyMeeting:
    with acts.clockwork.at_its_time():
        return keep_meeting(acts.session, dossier.unit, record, actor=acts.secretary(dossier))


def _logbook(acts: Acts, dossier: Dossier, supervisor: Member, *, overdue: bool) -> None:
    """Note a strength, a weakness that was put right, and one that is due or overdue."""
    session, unit, year = acts.session, dossier.unit, dossier.campaign.year
    today, secretary = acts.today, acts.secretary(dossier)
    with acts.clockwork.at_its_time():
        note_entry(
            session, unit, EntryKind.STRENGTH, "Vận động ba hộ hiến 86 m² đất mở rộng ngõ 5",
            noted_on=today - timedelta(days=40), year=year, group_key="1", actor=secretary,
        )  # fmt: skip
        fixed = note_entry(
            session, unit, EntryKind.WEAKNESS, "Biên bản hai kỳ ghi còn sơ sài",
            noted_on=today - timedelta(days=60), year=year, group_key="2", actor=supervisor,
            remedy=Remedy("Ghi theo mẫu, đọc lại trước chi bộ", "Đ/c Phó Bí thư",
                          today - timedelta(days=30)),
        )  # fmt: skip
        check_entry(
            session, fixed.id, Finding.REMEDIED, "Đã xem biên bản hai kỳ gần nhất",
            checked_on=today - timedelta(days=28), actor=supervisor, seen_version=fixed.version,
        )  # fmt: skip
        note_entry(
            session, unit, EntryKind.WEAKNESS, "Còn bốn đảng viên trẻ đi làm xa vắng nhiều kỳ",
            noted_on=today - timedelta(days=25), year=year, group_key="2", actor=supervisor,
            remedy=Remedy("Lập tổ đảng đi làm xa, họp qua điện thoại", "Đ/c Bí thư",
                          today + timedelta(days=-6 if overdue else 12)),
        )  # fmt: skip


def _team(acts: Acts, dossier: Dossier, office: Member) -> None:
    """Send a team to the cell that fell behind, and let the office watch it."""
    today, unit = acts.today, dossier.unit
    visit = Visit(
        Ground.LATE_REMEDIATION, Part.ATTENDS, "Còn kỳ họp muộn; khắc phục chậm",
        leader="Đ/c Phó Bí thư Thường trực Đảng ủy", planned_on=today - timedelta(days=4),
        held_on=today - timedelta(days=4), conclusion="Chi bộ nhận khuyết điểm, hứa khắc phục.",
    )  # fmt: skip
    with acts.clockwork.at_its_time():
        team = send_team(acts.session, unit, visit, actor=office)
        ask_of_unit(
            acts.session, team.id, "Lập lịch họp cả năm, báo trước ba ngày",
            due_on=today + timedelta(days=15), actor=office,
        )  # fmt: skip
        flag_unit(
            acts.session, unit, "Chậm sinh hoạt, chậm khắc phục", since=today - timedelta(days=4),
            actor=office,
        )  # fmt: skip


def _day(calendar: WorkingCalendar, year: int, month: int) -> date:
    return meeting_in(calendar, year, month, MEETING_DAY)

"""Grassroots committees that take part themselves: their own year, sitting and dossier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from demo import texts
from demo.acts import Acts, WardYear
from demo.committees import Committee
from demo.gathering import photographed
from demo.sittings import recommend
from tenants.members import Member
from tenants.units import UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.mapping import set_route
from workflows.campaigns.planning import keep_criteria
from workflows.campaigns.tables import Campaign
from workflows.criteria_sets.shipped import shipped_set
from workflows.dossiers.answering import answer
from workflows.dossiers.appraising import Appraised, record_appraisal
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.tables import Dossier
from workflows.evidence.attaching import attach
from workflows.evidence.keeping import keep_file
from workflows.evidence.preparing import Upload
from workflows.targets.lines import Line
from workflows.targets.reading import targets_of
from workflows.targets.reporting import Reached, report_targets

CRITERIA = "dang-bo-co-so-4-tot"
DRAFT = "registration_draft"
TARGETS = (
    (Line("Thu ngân sách trên địa bàn", "%", Decimal(100), series="resolution_targets"), 104),
    (Line("Gia đình văn hóa", "%", Decimal(92), series="resolution_targets"), 93),
    (Line("Kết nạp đảng viên", "đồng chí", Decimal(8), series="admission"), 9),
    (Line("Hạn chế đã khắc phục", "việc", Decimal(3), series="remedies"), 3),
)


def send_committees_along(session: TenantSession, campaign: Campaign, *, actor: Member) -> None:
    """Let committees take part themselves, by the criteria that come with the service."""
    shipped = shipped_set(CRITERIA)
    if shipped is None:
        raise LookupError(CRITERIA)
    set_route(
        session, campaign, kind=UnitKind.WARD_COMMITTEE, sector=None, flow="committee_title",
        criteria_set_id=keep_criteria(session, shipped.criteria).id, actor=actor,
    )  # fmt: skip


def register_committees(acts: Acts, city: Committee, years: Sequence[WardYear]) -> None:
    """Register as each committee's own office, from a meeting of its standing committee."""
    for year, dossier in _under_way(years):
        seats = len(year.committee.seats)
        acts.move(
            dossier, "submit_registration", _office(acts, year),
            commitments={group.key: group.commitment for group in criteria_of(dossier).groups},
            targets=[line.as_data() for line, _reached in TARGETS],
            met_on=acts.today - timedelta(days=1), base=seats, in_favour=seats - 1,
        )  # fmt: skip
        acts.move(dossier, "accept_registration", acts.member(city.desks["office"]))


def admit_committees(acts: Acts, city: Committee, years: Sequence[WardYear]) -> None:
    """Let the year begin for what was received."""
    for _year, dossier in _under_way(years):
        acts.move(dossier, "admit", acts.member(city.desks["office"]))


def review_committees(acts: Acts, city: Committee, years: Sequence[WardYear]) -> None:
    """Assess, propose in the own body, send up; the city scores all but what cells decide."""
    for number, (year, dossier) in enumerate(_under_way(years), start=31):
        office, org_dept = _office(acts, year), acts.member(city.desks["org_dept"])
        acts.move(dossier, "open_review", acts.member(city.desks["office"]))
        _assess(acts, dossier, office)
        acts.move(dossier, "submit_self_assessment", office)
        recommend(acts, year, [dossier])
        acts.move(dossier, "send_to_city", office, number=f"{number}-TTr/ĐU", signed_on=acts.today)
        acts.move(
            dossier, "give_opinion", acts.member(city.desks["inspection"]),
            words=texts.INSPECTION_FINDS,
        )  # fmt: skip
        appraised = {
            key: Appraised(row.self_level)
            for key, row in answers_of(acts.session, dossier.id).items()
            if row.self_level is not None
        }
        with acts.clockwork.at_its_time():
            record_appraisal(
                acts.session, dossier.id, appraised, actor=org_dept, seen_version=dossier.version
            )


def _assess(acts: Acts, dossier: Dossier, office: Member) -> None:
    reached = {line.name: Decimal(value) for line, value in TARGETS}
    given = {
        row.id: Reached(
            reached[row.name], acts.today - timedelta(days=2), texts.COMMITTEE_SOURCE, row.version
        )
        for row in targets_of(acts.session, dossier.id)
    }
    with acts.clockwork.at_its_time():
        report_targets(acts.session, dossier.id, given, actor=office)
    for place, (key, name, note) in enumerate(texts.COMMITTEE_PAPERS):
        with acts.clockwork.at_its_time():
            kept = keep_file(
                acts.session, dossier.unit, Upload(name, photographed(place)),
                actor=office, year=dossier.campaign.year, note=note,
            ).evidence  # fmt: skip
            attach(acts.session, dossier.id, key, [kept.id], actor=office)
    for criterion in criteria_of(dossier).criteria:
        level = criteria_of(dossier).best_of(criterion).key
        with acts.clockwork.at_its_time():
            answer(
                acts.session, dossier.id, criterion.key,
                level="met" if criterion.key in texts.COMMITTEE_PARTLY else level,
                not_applicable=False, note=texts.COMMITTEE_NOTES[criterion.key], actor=office,
            )  # fmt: skip


def _office(acts: Acts, year: WardYear) -> Member:
    return acts.member(year.committee.desks["office"])


def _under_way(years: Sequence[WardYear]) -> Iterator[tuple[WardYear, Dossier]]:
    for year in years:
        if year.own is not None and year.own_end not in {"", DRAFT}:
            yield year, year.own

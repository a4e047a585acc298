"""The ratings of a year: the list, a sheet that is checked, and keeping it whole."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import aliased, joinedload

from tenants.roles import Permission, Role
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, show
from web.ratings.forms import DecisionForm, UploadForm
from web.ratings.sheet import BadSheetError, Checked, ratings_workbook, read_ratings
from web.refusals import words_of
from web.signing_in.again import freshly_proven
from web.uploads import FILES, takes_files, the_upload
from web.workbooks import handed_out
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign
from workflows.dossiers.rating import keeps_rating, ratings_of, record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.dossiers.visible import visible
from workflows.engine.refusals import Refusal

NO_LIST = frozenset({"file_kind", "file_broken", "file_empty", "no_files"})

bp = Blueprint("ratings", __name__, url_prefix="/thanh-pho/xep-loai")
ward_bp = Blueprint("ward_ratings", __name__, url_prefix="/phuong/xep-loai")


@ward_bp.get("")
@bp.get("")
@requires(Permission.CITY_INBOX, Permission.DECISION_KEEP)
def listed() -> ResponseReturnValue:
    """Show how many are rated, and take the committee's list."""
    return _listed(UploadForm(formdata=None))


@ward_bp.get("/danh-sach.xlsx")
@bp.get("/danh-sach.xlsx")
@requires(Permission.CITY_INBOX, Permission.DECISION_KEEP)
def workbook() -> ResponseReturnValue:
    """Hand out the list of the year, to be filled in and sent back."""
    campaign = _campaign()
    dossiers = _dossiers(campaign)
    standing = ratings_of(current.session(), [dossier.id for dossier in dossiers])
    return handed_out(ratings_workbook(dossiers, standing), f"xep-loai-{campaign.year}")


@ward_bp.post("/kiem-tra")
@bp.post("/kiem-tra")
@requires(Permission.CITY_INBOX, Permission.DECISION_KEEP)
@takes_files
def check() -> ResponseReturnValue:
    """Read a list and show what would be kept; nothing is kept yet."""
    form, campaign = UploadForm(), _campaign()
    if not form.validate_on_submit():
        return _listed(form, status=422)
    try:
        checked = read_ratings(the_upload(), _dossiers(campaign))
    except Refusal as refusal:
        form.form_errors.append(_no_list(refusal))
        return _listed(form, status=422)
    except BadSheetError as error:
        form.form_errors.append(error.sentence)
        return _listed(form, status=422)
    if checked.faults:
        return _listed(form, status=422, checked=checked)
    if not checked.ratings:
        form.form_errors.append(_("Không có dòng nào ghi xếp loại."))
        return _listed(form, status=422)
    return _check(campaign, _to_keep(campaign, checked.ratings), DecisionForm(formdata=None))


@ward_bp.post("")
@bp.post("")
@requires(Permission.CITY_INBOX, Permission.DECISION_KEEP)
@freshly_proven
def keep() -> ResponseReturnValue:
    """Keep the ratings that were shown, all in one act."""
    form, campaign = DecisionForm(), _campaign()
    ratings = {
        name.removeprefix("rating-"): Rating(value)
        for name, value in request.form.items()
        if name.startswith("rating-") and value in set(Rating)
    }
    dossiers = {dossier.code: dossier for dossier in _dossiers(campaign)}
    if not ratings or set(ratings) - set(dossiers):
        abort(404)
    if not form.validate_on_submit() or form.decided_on.data is None:
        return _check(campaign, ratings, form, status=422)
    try:
        count = record_ratings(
            current.session(),
            {dossiers[code].id: rating for code, rating in ratings.items()},
            number=form.number.data or "",
            decided_on=form.decided_on.data,
            actor=current.member(),
        )
    except Refusal as refusal:
        return _check(campaign, ratings, form, status=form.explain(refusal))
    say(_("Đã ghi xếp loại của %(n)s chi bộ theo số %(number)s.", n=count, number=form.number.data))
    return go(url_for(".listed", nam=campaign.year))


def _to_keep(campaign: Campaign, ratings: Mapping[str, Rating]) -> Mapping[str, Rating]:
    """Leave out what a list only repeats, so that it keeps the paper it was decided by.

    A list that changes nothing at all puts number and day of those ratings right.
    """
    dossiers = {each.id: each.code for each in _dossiers(campaign) if each.code in ratings}
    standing = ratings_of(current.session(), dossiers)
    repeated = {
        dossiers[dossier_id]
        for dossier_id, row in standing.items()
        if row.rating is ratings[dossiers[dossier_id]]
    }
    return {code: each for code, each in ratings.items() if code not in repeated} or ratings


def _no_list(refusal: Refusal) -> str:
    """Say what a list must be, where files in general are spoken of."""
    if refusal.code in NO_LIST:
        return _("Chưa có tệp Excel đọc được. Chọn tệp .xlsx có cột «Chi bộ» và cột «Xếp loại».")
    return words_of(refusal)


def _campaign() -> Campaign:
    campaigns = list(campaigns_of(current.session()))
    year = request.values.get("nam", type=int)
    found = [each for each in campaigns if year is None or each.year == year]
    return found[0] if found else abort(404)


def _dossiers(campaign: Campaign) -> list[Dossier]:
    """List the dossiers of a year whose rating is decided where the visitor sits, ward by ward.

    The upper committee's pages list all that it sees; a ward's those that it recognises by
    itself. A page of the other level does not exist for them.
    """
    member, of_ward = current.member(), request.blueprint == ward_bp.name
    if not of_ward and not member.may(Permission.CITY_INBOX):
        abort(404)
    if of_ward and not member.units(Role.WARD_OFFICE):
        abort(404)
    seen = _seen(campaign)
    return [each for each in seen if keeps_rating(member, each)] if of_ward else seen


def _seen(campaign: Campaign) -> list[Dossier]:
    committee = aliased(OrgUnit)
    return list(
        current.session().scalars(
            visible(current.member())
            .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
            .join(committee, committee.id == Dossier.committee_id)
            .where(Dossier.campaign_id == campaign.id, Dossier.state != "superseded")
            .order_by(committee.sort_key, OrgUnit.sort_key, Dossier.id)
            .options(joinedload(Dossier.unit), joinedload(Dossier.committee))
        )
    )


def _listed(
    form: UploadForm, *, status: int = 200, checked: Checked | None = None
) -> ResponseReturnValue:
    campaign = _campaign()
    dossiers = _dossiers(campaign)
    if request.blueprint == ward_bp.name and not dossiers:
        abort(404)  # this ward recognises nothing by itself
    standing = ratings_of(current.session(), [dossier.id for dossier in dossiers])
    counts = dict.fromkeys(Rating, 0)
    for row in standing.values():
        counts[row.rating] += 1
    return show(
        "ratings/listed.html",
        status=status,
        campaign=campaign,
        total=len(dossiers),
        rated=len(standing),
        counts=counts,
        faults=checked.faults if checked else [],
        good=len(checked.ratings) if checked else 0,
        form=form,
        field=FILES,
    )


def _check(
    campaign: Campaign, ratings: Mapping[str, Rating], form: DecisionForm, *, status: int = 200
) -> ResponseReturnValue:
    dossiers = [each for each in _dossiers(campaign) if each.code in ratings]
    standing = ratings_of(current.session(), [dossier.id for dossier in dossiers])
    return show(
        "ratings/check.html",
        status=status,
        campaign=campaign,
        dossiers=dossiers,
        ratings=ratings,
        standing=standing,
        form=form,
    )

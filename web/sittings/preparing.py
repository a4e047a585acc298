"""Preparing a sitting: when, where, who chairs, and which dossiers are on its agenda."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from tenants.bodies import Body
from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, show
from web.sittings.forms import AgendaForm
from web.sittings.loading import address_of
from web.sittings.words import AWARDS, MODES, award_word, gate_of
from workflows.campaigns.reading import open_campaign_of
from workflows.campaigns.tables import Campaign
from workflows.decisions.awards import award_of
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.pilots.last_year import LastYear, last_years
from workflows.pilots.standing import standing_pilots
from workflows.sittings.gates import CHOOSING_PILOTS, ON_REQUEST
from workflows.sittings.not_yet import not_yet
from workflows.sittings.overview import waiting_for_sitting
from workflows.sittings.preparing import (
    Candidate,
    bodies_of,
    candidates,
    gates_of,
    prepare_sitting,
)
from workflows.sittings.roll import roll_on, usual_chair
from workflows.sittings.tables import Gate, Mode

bp = Blueprint("sitting_agenda", __name__, url_prefix="/phien-hop")


@dataclass(frozen=True, slots=True)
class Setting:
    """For which body, in which campaign, and for what a sitting is prepared.

    ``award`` is the title that it is about, where that is known beforehand.
    """

    body: Body
    campaign: Campaign
    gate: Gate
    award: str = ""

    @property
    def names(self) -> dict[str, str]:
        """What addresses say to lead here again."""
        title = {"loai": award_word(self.award)} if self.award else {}
        return {"viec": str(self.gate), **title, "ban": self.body.unit.code}


@bp.get("/moi")
@requires(Permission.SITTING_PREPARE)
def new() -> ResponseReturnValue:
    """Ask for day, place and chair, and for the dossiers; none is ticked unasked."""
    setting = _setting()
    found = _found(setting)
    form = _form(setting, AgendaForm(formdata=None, planned_on=current.today()))
    chosen = set(request.args.getlist("ho_so"))
    if request.args.get("chon") == "tat-ca":
        ready = [each.dossier for each in found if each.left_out is None]
        # One sitting, one title: a committee's own is voted on at another.
        chosen = {each.code for each in ready if each.flow == ready[0].flow}
    return _show(setting, form, found, chosen)


@bp.post("/moi")
@requires(Permission.SITTING_PREPARE)
def prepare() -> ResponseReturnValue:
    """Prepare the sitting, and show it."""
    setting = _setting()
    session, found = current.session(), _found(setting)
    form = _form(setting, AgendaForm())
    chosen = set(request.form.getlist("ho_so"))
    if not form.validate_on_submit() or form.planned_on.data is None:
        return _show(setting, form, found, chosen, status=422)
    try:
        sitting = prepare_sitting(
            session,
            setting.body,
            setting.campaign,
            setting.gate,
            planned_on=form.planned_on.data,
            dossier_ids=[each.dossier.id for each in found if each.dossier.code in chosen],
            actor=current.member(),
            place=(form.place.data or "").strip(),
            chair_id=UUID(form.chair.data),
            mode=Mode(form.mode.data),
            counting_team=(form.counting_team.data or "").strip(),
        )
    except Refusal as refusal:
        return _show(setting, form, found, chosen, status=form.explain(refusal))
    say(
        _(
            "Đã lập phiên họp %(code)s với %(n)s hồ sơ. Đến giờ họp, bấm «Khai mạc».",
            code=sitting.code,
            n=len(chosen),
        )
    )
    return go(address_of(sitting))


def _found(setting: Setting) -> list[Candidate]:
    """List what could be on the agenda: of one title, where the sitting is about one."""
    found = candidates(current.session(), setting.body, setting.campaign, setting.gate)
    return [each for each in found if setting.award in {"", award_of(each.dossier.flow)}]


def _setting() -> Setting:
    """Read what the sitting is for; without a word, what waits first."""
    session, member = current.session(), current.member()
    bodies = bodies_of(session, member)
    named = [body for body in bodies if body.unit.code == request.values.get("ban")]
    gate = gate_of(request.values.get("viec"))
    award = AWARDS.get(request.values.get("loai", ""), "")
    waiting = [
        each
        for each in waiting_for_sitting(session, member)
        if gate in {None, each.gate}
        and award in {"", each.award}
        and (not named or each.body in named)
    ]
    if waiting and gate not in ON_REQUEST:
        first = waiting[0]
        return Setting(first.body, first.campaign, first.gate, first.award)
    body = next(iter(named or bodies), None) or abort(404)
    gates = gates_of(session, body)
    campaign = open_campaign_of(session) or abort(404)
    return Setting(body, campaign, gate if gate in gates else gates[0], award)


def _form(setting: Setting, form: AgendaForm) -> AgendaForm:
    """Offer the members in office as chairs, the body's own first choice."""
    roll = roll_on(current.session(), setting.body.id, current.today())
    form.chair.choices = [
        (
            str(member.person_id),
            f"{member.person.name}, {member.post}" if member.post else member.person.name,
        )
        for member in roll
    ]
    form.mode.choices = [(str(mode), str(words)) for mode, words in MODES.items()]
    usual = usual_chair(roll)
    if not form.is_submitted() and usual is not None:
        form.chair.data = str(usual.person_id)
        form.mode.data = str(setting.campaign.rules.get("ballot", Mode.SHOW_OF_HANDS))
    return form


def _last_years(setting: Setting, ready: list[Dossier]) -> dict[UUID, LastYear]:
    """Return what each came to the year before, where pilots are chosen by it."""
    if setting.gate not in CHOOSING_PILOTS:
        return {}
    units = [dossier.unit_id for dossier in ready]
    return last_years(current.session(), units, setting.campaign.year)


def _pilots_now(setting: Setting, ready: list[Dossier]) -> set[UUID]:
    """Return which are pilots already, where one of them is to be dropped or replaced."""
    if setting.gate is not Gate.PILOT_CHANGE:
        return set()
    return standing_pilots(current.session(), [dossier.id for dossier in ready])


def _show(
    setting: Setting,
    form: AgendaForm,
    found: list[Candidate],
    chosen: set[str],
    *,
    status: int = 200,
) -> ResponseReturnValue:
    ready = [each.dossier for each in found if each.left_out is None]
    return show(
        "sittings/new.html",
        status=status,
        setting=setting,
        form=form,
        ready=ready,
        last_years=_last_years(setting, ready),
        pilots_now=_pilots_now(setting, ready),
        elsewhere=[each for each in found if each.left_out is not None],
        not_yet=not_yet(current.session(), setting.body, setting.campaign, setting.gate),
        ticked=chosen,
        counted=sum(dossier.code in chosen for dossier in ready),
    )

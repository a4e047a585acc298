"""The sittings a member may see: their list, their pages, and the agenda on paper."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _l
from web.htmx import go, show, wants_part
from web.sittings.loading import address_of, the_sitting
from web.sittings.page import UNDER_WAY, page_of
from web.sittings.quota_words import limit_of_line, line_words, place_words
from web.sittings.showing import show_sitting
from web.sittings.words import (
    award_word,
    blocking_lines,
    follows,
    gate_name,
    gate_word,
    last_year_word,
    majority_words,
    mode_word,
    outcome_badge,
    papers_after,
    question_word,
    rating_name,
    sitting_badge,
    title_of,
)
from workflows.dossiers.visible import ON_BODY
from workflows.sittings.briefs import briefs_of
from workflows.sittings.gates import ON_REQUEST
from workflows.sittings.overview import agenda_sizes, chair_names, waiting_for_sitting
from workflows.sittings.preparing import bodies_of, gates_of
from workflows.sittings.reading import may_record, sittings_of
from workflows.sittings.tables import Sitting, SittingState

bp = Blueprint("sittings", __name__, url_prefix="/phien-hop")
for _filter in (
    award_word, blocking_lines, follows, gate_name, gate_word, last_year_word, limit_of_line,
    line_words, majority_words, mode_word, outcome_badge, papers_after, place_words, question_word,
    rating_name, sitting_badge, title_of,
):  # fmt: skip
    bp.add_app_template_filter(_filter)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sitting by where it stands: its word in the address, and its words."""

    word: str
    words: str
    states: frozenset[SittingState]


KINDS = (
    Kind("tat-ca", _l("Tất cả"), frozenset(SittingState)),
    Kind("sap-hop", _l("Sắp họp"), frozenset({SittingState.PREPARED})),
    Kind(
        "dang-hop", _l("Đang họp"), frozenset({SittingState.OPENED, SittingState.SUSPENDED})
    ),
    Kind("da-chot", _l("Đã chốt"), frozenset({SittingState.CLOSED})),
    Kind(
        "khong-thanh", _l("Hủy hoặc dừng"),
        frozenset({SittingState.CANCELLED, SittingState.BROKEN_OFF}),
    ),
)  # fmt: skip


@bp.get("")
@requires(Permission.SITTING_READ)
def all_sittings() -> ResponseReturnValue:
    """List the sittings the visitor may see, and what waits for one."""
    session, member = current.session(), current.member()
    found = sittings_of(session, viewer=member)
    kind = next((kind for kind in KINDS if kind.word == request.args.get("muc")), KINDS[0])
    listed = _of_kind(found, kind)
    prepares = member.may(Permission.SITTING_PREPARE)
    return show(
        "sittings/list.html",
        kinds=[(each, len(_of_kind(found, each))) for each in KINDS],
        kind=kind,
        sittings=listed,
        under_way=[each for each in found if each.state in UNDER_WAY and _takes_part(each)],
        sizes=agenda_sizes(session, listed),
        chairs=chair_names(session, listed),
        prepares=prepares,
        waiting=waiting_for_sitting(session, member) if prepares else [],
        on_request=[
            (body, gate)
            for body in (bodies_of(session, member) if prepares else [])
            for gate in gates_of(session, body)
            if gate in ON_REQUEST
        ],
    )


@bp.get("/<code:code>")
@requires(Permission.SITTING_READ)
def page(code: str) -> ResponseReturnValue:
    """Show a sitting as it stands; who watches asks again, and is told only of changes."""
    sitting = the_sitting(code)
    if wants_part():
        seen = page_of(current.session(), sitting, current.member()).seen
        if request.args.get("da-thay") == seen:
            return Response(status=204)
    return show_sitting(sitting)


@bp.get("/<code:code>/trinh-chieu")
@requires(Permission.SITTING_READ)
def projector(code: str) -> ResponseReturnValue:
    """Show the sitting for the whole room: large, and nothing of anybody's own."""
    sitting = the_sitting(code)
    view = page_of(current.session(), sitting, current.member())
    if wants_part() and request.args.get("da-thay") == view.seen:
        return Response(status=204)
    return show("sittings/projector.html", view=view)


@bp.get("/<code:code>/tai-lieu")
@requires(Permission.SITTING_READ)
def reading(code: str) -> ResponseReturnValue:
    """Show what members read before they vote: every dossier in short, to be printed as well."""
    sitting = the_sitting(code)
    session, member = current.session(), current.member()
    view = page_of(session, sitting, member)
    briefs = briefs_of(session, [row.item.dossier for row in view.rows], viewer=member)
    return show("sittings/reading.html", view=view, briefs=briefs)


@bp.get("/<code:code>/in")
@requires(Permission.SITTING_READ)
def paper(code: str) -> ResponseReturnValue:
    """Show the agenda, or the results, as a list to be printed."""
    sitting = the_sitting(code)
    view = page_of(current.session(), sitting, current.member())
    return show("sittings/paper.html", view=view)


@bp.get(
    "/<code:code>/<any('bieu-quyet','diem-danh','khai-mac','ngoai-le','huy',"
    "'tam-nghi','dung-han','xac-nhan-kiem-phieu','xin-roi'):_act>"
)
@requires(Permission.SITTING_READ)
def back_to_page(code: str, _act: str) -> ResponseReturnValue:
    """Lead from the address of an act, which a browser may come back to, to the sitting."""
    return go(address_of(the_sitting(code)))


def _takes_part(sitting: Sitting) -> bool:
    """Tell whether the visitor sits on the body or records for it: others only look on."""
    member, unit_id = current.member(), sitting.body.unit_id
    return may_record(member, sitting) or any(
        member.holds(role, unit_id=unit_id) for role in ON_BODY
    )


def _of_kind(sittings: list[Sitting], kind: Kind) -> list[Sitting]:
    return [sitting for sitting in sittings if sitting.state in kind.states]

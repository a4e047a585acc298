"""Opening a sitting, exceptions before it, and what ends it without a result."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say
from web.sittings.forms import ReasonForm, RecordForm
from web.sittings.loading import address_of, explained, the_sitting
from web.sittings.showing import show_sitting
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.closing import break_off_sitting, suspend_sitting
from workflows.sittings.opening import grant_exception, open_sitting
from workflows.sittings.preparing import cancel_sitting
from workflows.sittings.reading import items_of
from workflows.sittings.recusal import declare
from workflows.sittings.tables import Sitting, SittingState
from workflows.sittings.tallies import confirm_tallies

LONGEST_REASON = 200
bp = Blueprint("sitting_opening", __name__, url_prefix="/phien-hop/<code:code>")


@bp.post("/khai-mac")
@requires(Permission.SITTING_READ)
def open_(code: str) -> ResponseReturnValue:
    """Open a prepared sitting: roll and rule are frozen."""
    sitting, version = the_sitting(code), Form().seen_version.data or 0

    def act() -> str:
        open_sitting(
            current.session(), sitting, actor=current.member(), seen_version=version
        )  # fmt: skip
        return _("Đã khai mạc phiên họp. Bước tiếp: điểm danh.")

    return _acted(sitting, act)


@bp.post("/ngoai-le")
@requires(Permission.SITTING_READ)
def except_(code: str) -> ResponseReturnValue:
    """Let a dossier that is not eligible be voted on."""
    sitting = the_sitting(code)
    named, reason = request.form.get("ho_so", ""), request.form.get("reason", "").strip()
    items = items_of(current.session(), sitting.id)
    item = next((item for item in items if item.dossier.code == named), None) or abort(404)

    def act() -> str:
        grant_exception(
            current.session(), sitting, item, reason=reason, actor=current.member()
        )  # fmt: skip
        return _(
            "Đã ghi cho phép biểu quyết %(cell)s. Hồ sơ sẽ được biểu quyết như các hồ sơ khác.",
            cell=item.dossier.unit.name,
        )

    return _acted(sitting, act, exception=(named, reason))


@bp.post("/xin-roi")
@requires(Permission.SITTING_READ)
def leave_item(code: str) -> ResponseReturnValue:
    """Ask to leave an item in which one has an interest, on the own device."""
    sitting, member = the_sitting(code), current.member()
    named = request.form.get("roi-ho-so", "")
    items = items_of(current.session(), sitting.id)
    item = next((item for item in items if item.dossier.code == named), None) or abort(404)
    person_id = member.person_id or abort(404)

    def act() -> str:
        declare(
            current.session(), sitting, item.id, person_id=person_id,
            reason=request.form.get("roi-ly-do", "").strip()[:LONGEST_REASON], actor=member,
        )  # fmt: skip
        return _("Đã báo chủ trì: đồng chí không biểu quyết %(cell)s.", cell=item.dossier.unit.name)

    return _acted(sitting, act)


@bp.post("/xac-nhan-kiem-phieu")
@requires(Permission.SITTING_READ)
def confirm(code: str) -> ResponseReturnValue:
    """Confirm a tally of papers as the second person."""
    sitting, seen = the_sitting(code), request.form.get("da-thay", "")

    def act() -> str:
        confirmed = confirm_tallies(
            current.session(), sitting, seen=seen, actor=current.member()
        )  # fmt: skip
        return _("Đã xác nhận kết quả kiểm phiếu của %(n)s hồ sơ.", n=confirmed)

    return _acted(sitting, act)


@bp.post("/tam-nghi")
@requires(Permission.SITTING_READ)
def suspend(code: str) -> ResponseReturnValue:
    """Suspend an opened sitting, or resume a suspended one."""
    sitting, version = the_sitting(code), Form().seen_version.data or 0
    resumes = sitting.state is SittingState.SUSPENDED

    def act() -> str:
        suspend_sitting(
            current.session(), sitting, actor=current.member(), seen_version=version
        )  # fmt: skip
        return _("Phiên họp họp tiếp.") if resumes else _("Phiên họp tạm nghỉ.")

    return _acted(sitting, act)


@bp.post("/huy")
@requires(Permission.SITTING_READ)
def cancel(code: str) -> ResponseReturnValue:
    """Call a prepared sitting off; its dossiers are free for another."""
    sitting, form = the_sitting(code), ReasonForm()
    if not form.validate_on_submit():
        return show_sitting(sitting, status=422, ending=form)

    def act() -> str:
        cancel_sitting(
            current.session(), sitting, reason=_reason(form), actor=current.member()
        )  # fmt: skip
        return _("Đã hủy phiên họp. Các hồ sơ lại chờ phiên họp khác.")

    return _acted(sitting, act, ending=form)


@bp.post("/dung-han")
@requires(Permission.SITTING_READ)
def break_off(code: str) -> ResponseReturnValue:
    """Break an opened sitting off: nothing is decided, its dossiers are free for another."""
    sitting, form = the_sitting(code), ReasonForm()
    if not form.validate_on_submit():
        return show_sitting(sitting, status=422, ending=form)

    def act() -> str:
        break_off_sitting(
            current.session(), sitting, reason=_reason(form), actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )  # fmt: skip
        return _("Đã dừng phiên họp, không có kết quả nào được ghi. Lập phiên họp khác khi cần.")

    return _acted(sitting, act, ending=form)


def _acted(
    sitting: Sitting,
    act: Callable[[], str],
    *,
    ending: ReasonForm | None = None,
    exception: tuple[str, str] = ("", ""),
) -> ResponseReturnValue:
    """Do it and show the sitting; refused, show it with the reason and what was typed."""
    try:
        said = act()
    except StaleError as error:
        return show_sitting(
            sitting, status=409, ending=ending, exception=exception, changed=error
        )  # fmt: skip
    except Refusal as refusal:
        form = RecordForm(formdata=None)
        status = explained(ending or form, refusal)
        return show_sitting(
            sitting, status=status, form=form, ending=ending, exception=exception
        )  # fmt: skip
    say(said)
    return go(address_of(sitting))


def _reason(form: ReasonForm) -> str:
    return (form.reason.data or "").strip()

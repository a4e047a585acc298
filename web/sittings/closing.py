"""Closing a sitting: everything that would follow is shown first, then confirmed."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, show
from web.idempotency import key
from web.refusals import words_of
from web.signing_in.again import freshly_proven
from web.sittings.forms import ClosingForm
from web.sittings.loading import address_of, explained, the_sitting
from web.sittings.page import UNDER_WAY, page_of
from web.sittings.words import changed_words, passed_word
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.closing import close_part, close_sitting
from workflows.sittings.opening import lock_sitting
from workflows.sittings.outcomes import check_closing
from workflows.sittings.shown import outcome_mark
from workflows.sittings.tables import Result, Sitting

bp = Blueprint("sitting_closing", __name__, url_prefix="/phien-hop/<code:code>")


@bp.get("/chot")
@requires(Permission.SITTING_READ)
def check(code: str) -> ResponseReturnValue:
    """Show what closing would do, dossier by dossier, and what stands in its way."""
    sitting = the_sitting(code)
    if sitting.state not in UNDER_WAY:
        return go(address_of(sitting))
    return _show(sitting, ClosingForm(formdata=None))


@bp.post("/chot-phan")
@requires(Permission.SITTING_READ)
@freshly_proven
def close_settled(code: str) -> ResponseReturnValue:
    """Close what is settled, exactly as it was shown; the rest stays open."""
    sitting, form = the_sitting(code), ClosingForm()
    if not form.validate_on_submit():
        return _show(sitting, form, status=422)
    try:
        with current.session().begin_nested():
            locked = _locked_as_seen(sitting, form)
            done = close_part(
                current.session(), locked, actor=current.member(),
                seen_version=locked.version, key=key(),
            )  # fmt: skip
    except StaleError as error:
        return _show(sitting, form, status=409, changed=changed_words(error))
    except Refusal as refusal:
        return _show(sitting, form, status=explained(form, refusal))
    say(_("Đã chốt phần đã xong: %(n)s hồ sơ. Các hồ sơ còn lại họp tiếp.", n=len(done)))
    return go(address_of(sitting))


@bp.get("/chot-phan")
@requires(Permission.SITTING_READ)
def back_to_check(code: str) -> ResponseReturnValue:
    """Lead from the address of an act, which a browser may come back to, to the check."""
    return go(url_for("sitting_closing.check", code=the_sitting(code).code))


@bp.post("/chot")
@requires(Permission.SITTING_READ)
@freshly_proven
def close(code: str) -> ResponseReturnValue:
    """Close the sitting exactly as it was shown."""
    sitting, form = the_sitting(code), ClosingForm()
    if not form.validate_on_submit():
        return _show(sitting, form, status=422)
    try:
        with current.session().begin_nested():
            _close_as_seen(sitting, form)
    except StaleError as error:
        return _show(sitting, form, status=409, changed=changed_words(error))
    except Refusal as refusal:
        return _show(sitting, form, status=explained(form, refusal))
    items = page_of(current.session(), sitting, current.member()).codes(Result.PASSED)
    say(
        _(
            "Đã chốt phiên họp %(code)s: %(n)s hồ sơ «%(passed)s».",
            code=sitting.code,
            n=len(items),
            passed=passed_word(sitting.gate),
        )
    )
    return go(address_of(sitting))


def _close_as_seen(sitting: Sitting, form: ClosingForm) -> None:
    """Close the sitting unless anything that was shown has changed since."""
    locked = _locked_as_seen(sitting, form)
    close_sitting(
        current.session(),
        locked,
        actor=current.member(),
        seen_version=locked.version,
        key=key(),
        no_pilot_reason=(form.no_pilot_reason.data or "").strip(),
    )


def _locked_as_seen(sitting: Sitting, form: ClosingForm) -> Sitting:
    """Lock the sitting; raise where anything that was shown has changed since."""
    session = current.session()
    locked = lock_sitting(session, sitting, seen_version=None)
    if locked.state in UNDER_WAY and form.seen.data != outcome_mark(
        locked, check_closing(session, locked)
    ):
        raise StaleError(name="", trigger="", at=None, state=locked.state)
    return locked


def _show(
    sitting: Sitting, form: ClosingForm, *, status: int = 200, changed: str = ""
) -> ResponseReturnValue:
    view = page_of(current.session(), sitting, current.member())
    if view.check is None:
        return go(address_of(sitting))
    form.seen.raw_data = None
    form.seen.data = outcome_mark(sitting, view.check)
    return show(
        "sittings/check.html",
        status=status,
        view=view,
        form=form,
        changed=changed,
        problems=[
            words_of(
                Refusal(
                    problem,
                    present=view.present,
                    roll=sitting.roll,
                    needed=view.quorum,
                    most=sitting.campaign.rules.get("pilots_per_ward", 2),
                )
            )
            for problem in view.check.problems
            if problem != "no_pilot_reason"
        ],
        may_close_part=view.why_not_close is None and not view.check.problems and view.settled,
        may_confirm=view.why_not_close is None
        and not any(outcome.problem for outcome in view.check.outcomes)
        and set(view.check.problems) <= {"no_pilot_reason"},
    )

"""What the buttons of an opened sitting do, once what was typed is kept.

Each says what it did and returns the address that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from web import current
from web.catalogue import _
from web.sittings.keeping import NotKeptError, Typed
from web.sittings.loading import address_of
from workflows.dossiers.rating import ratings_of, record_ratings
from workflows.dossiers.tables import Rating
from workflows.engine.refusals import Refusal
from workflows.sittings.closing import suspend_sitting
from workflows.sittings.opening import lock_sitting
from workflows.sittings.reading import count_present, items_of
from workflows.sittings.voting import defer, leave_unmarked_out, record_rest, undo_rest


def _record_rest(typed: Typed, code: str) -> str:
    """Record everybody in favour for the dossiers without a vote."""
    session = current.session()
    sitting = lock_sitting(session, typed.sitting, seen_version=typed.form.seen_version.data)
    recorded = record_rest(
        session, sitting, merit=code != "chi-danh-hieu", actor=current.member()
    )  # fmt: skip
    present = count_present(session, sitting.id)
    typed.said.append(
        _("Đã ghi %(a)s/%(a)s tán thành cho %(n)s hồ sơ.", a=present, n=recorded)
    )  # fmt: skip
    return f"{address_of(sitting)}#bieu-quyet"


def _undo_rest(typed: Typed, _code: str) -> str:
    undone = undo_rest(current.session(), typed.sitting, actor=current.member())
    typed.said.append(_("Đã hoàn tác phiếu của %(n)s hồ sơ.", n=undone))
    return f"{address_of(typed.sitting)}#bieu-quyet"


def _defer(typed: Typed, code: str) -> str:
    """Leave a dossier for another sitting, or take it back."""
    session, sitting = current.session(), typed.sitting
    found = [item for item in items_of(session, sitting.id) if item.dossier.code == code]
    if not found:
        raise Refusal("off_the_agenda", sitting=sitting.code)
    item = defer(session, sitting, found[0].id, actor=current.member())
    name = item.dossier.unit.name
    if item.result is None:
        typed.said.append(_("Đã đưa %(cell)s trở lại phiên họp này.", cell=name))
    else:
        typed.said.append(_("Đã để %(cell)s sang phiên sau.", cell=name))
    return f"{address_of(sitting)}#hang-{code}"


def _leave_unmarked_out(typed: Typed, _code: str) -> str:
    leave_unmarked_out(current.session(), typed.sitting, actor=current.member())
    typed.said.append(_("Đã ghi không làm điểm cho các chi bộ còn lại."))
    return f"{address_of(typed.sitting)}#bieu-quyet"


def _record_ratings(typed: Typed, _code: str) -> str:
    """Record the decided ratings that are new or others than those recorded."""
    session, sitting, form = current.session(), typed.sitting, typed.form
    if not form.validate() or form.decided_on.data is None:
        raise NotKeptError
    items = items_of(session, sitting.id)
    standing = ratings_of(session, [item.dossier_id for item in items])
    chosen = {
        item.dossier_id: Rating(form.ratings[item.dossier.code])
        for item in items
        if form.ratings.get(item.dossier.code) in set(Rating)
    }
    new = {
        dossier_id: rating
        for dossier_id, rating in chosen.items()
        if dossier_id not in standing or standing[dossier_id].rating is not rating
    }
    record_ratings(
        session,
        new,
        number=form.number.data or "",
        decided_on=form.decided_on.data,
        actor=current.member(),
    )
    typed.said.append(_("Đã ghi xếp loại đã quyết định của %(n)s chi bộ.", n=len(new)))
    return address_of(sitting)


def _suspend(typed: Typed, _code: str) -> str:
    sitting = typed.sitting
    suspend_sitting(
        current.session(), sitting, actor=current.member(), seen_version=sitting.version
    )  # fmt: skip
    typed.said.append(_("Phiên họp tạm nghỉ. Khi họp lại, bấm «Họp tiếp»."))
    return address_of(sitting)


def _check(typed: Typed, _code: str) -> str:
    return url_for("sitting_closing.check", code=typed.sitting.code)


ACTS: dict[str, Callable[[Typed, str], str]] = {
    "con-lai": _record_rest,
    "hoan-tac": _undo_rest,
    "hoan": _defer,
    "khong-diem": _leave_unmarked_out,
    "xep-loai": _record_ratings,
    "tam-nghi": _suspend,
    "chot": _check,
}

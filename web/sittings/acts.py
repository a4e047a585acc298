"""What the buttons of an opened sitting do, once what was typed is kept.

Each says what it did and returns the address that it leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import request, url_for

from web import current
from web.catalogue import _
from web.sittings.keeping import NotKeptError, Typed
from web.sittings.loading import address_of
from web.sittings.typed import LONGEST_COUNT
from web.sittings.words import mode_of, mode_word
from workflows.dossiers.rating import ratings_of, record_ratings
from workflows.dossiers.tables import Rating
from workflows.engine.refusals import Refusal
from workflows.sittings.balloting import end_balloting, open_balloting, void_balloting
from workflows.sittings.closing import suspend_sitting
from workflows.sittings.marking import defer, leave_unmarked_out, record_ground
from workflows.sittings.opening import lock_sitting
from workflows.sittings.outcomes import check_closing
from workflows.sittings.places import forget_rounds, record_round
from workflows.sittings.reading import count_present, items_of
from workflows.sittings.recusal import declare, take_back
from workflows.sittings.tables import Sitting, SittingItem, SittingState
from workflows.sittings.voting import change_mode, record_rest, undo_rest

LONGEST_TEAM = 200
LONGEST_GROUND = 500


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
    typed.said.append(_("Đã ghi xếp loại đã quyết định của %(n)s đơn vị.", n=len(new)))
    return address_of(sitting)


def _open_ballot(typed: Typed, _code: str) -> str:
    balloting = open_balloting(current.session(), typed.sitting, actor=current.member())
    typed.said.append(
        _("Đã mở bỏ phiếu cho %(n)s hồ sơ. Mời các đồng chí quét hình.", n=len(balloting.items))
    )  # fmt: skip
    return f"{address_of(typed.sitting)}#bo-phieu"


def _count_ballots(typed: Typed, code: str) -> str:
    papers = end_balloting(
        current.session(), typed.sitting, actor=current.member(), short=code == "thieu"
    )  # fmt: skip
    typed.said.append(_("Đã kết thúc bỏ phiếu và kiểm %(n)s phiếu.", n=papers))
    return f"{address_of(typed.sitting)}#bieu-quyet"


def _void_ballot(typed: Typed, _code: str) -> str:
    reason = request.form.get("ly-do-huy-phieu", "").strip()
    void_balloting(current.session(), typed.sitting, reason=reason, actor=current.member())
    typed.said.append(_("Đã hủy lượt bỏ phiếu, các phiếu đã bỏ bị xóa."))
    return f"{address_of(typed.sitting)}#bo-phieu"


def _change_mode(typed: Typed, _code: str) -> str:
    mode = mode_of(request.form.get("cach"))
    if mode is None:
        raise Refusal("missing", fields=["mode"])
    team = request.form.get("to-kiem-phieu", "").strip()[:LONGEST_TEAM]
    change_mode(
        current.session(), typed.sitting, mode, counting_team=team, actor=current.member()
    )  # fmt: skip
    typed.said.append(_("Từ lúc này: %(mode)s.", mode=mode_word(mode).lower()))
    return address_of(typed.sitting)


def _note_recusal(typed: Typed, _code: str) -> str:
    """Note that a member leaves an item at the own wish."""
    item, person_id = _item_named(typed), _person_named()
    declare(
        current.session(), typed.sitting, item.id, person_id=person_id,
        reason=request.form.get("roi-ly-do", "").strip()[:LONGEST_TEAM],
        actor=current.member(),
    )  # fmt: skip
    typed.said.append(_("Đã ghi người không biểu quyết %(cell)s.", cell=item.dossier.unit.name))
    return f"{address_of(typed.sitting)}#co-lien-quan"


def _take_recusal_back(typed: Typed, named: str) -> str:
    code, _comma, person = named.partition(",")
    item = _item_of(typed, code)
    try:
        person_id = UUID(person)
    except ValueError:
        raise Refusal("must_leave") from None
    take_back(
        current.session(), typed.sitting, item.id, person_id=person_id, actor=current.member()
    )  # fmt: skip
    typed.said.append(_("Đã bỏ ghi, đồng chí ấy biểu quyết hồ sơ này."))
    return f"{address_of(typed.sitting)}#co-lien-quan"


def _record_ground(typed: Typed, code: str) -> str:
    """Record on what a title is to be revoked or restored."""
    item = _item_of(typed, code)
    words = request.form.get(f"can-cu-{code}", "").strip()[:LONGEST_GROUND]
    record_ground(
        current.session(), typed.sitting, item.id, ground=words, actor=current.member()
    )  # fmt: skip
    typed.said.append(_("Đã ghi căn cứ."))
    return f"{address_of(typed.sitting)}#hang-{code}"


def _item_named(typed: Typed) -> SittingItem:
    return _item_of(typed, request.form.get("roi-ho-so", ""))


def _item_of(typed: Typed, code: str) -> SittingItem:
    items = items_of(current.session(), typed.sitting.id)
    found = next((item for item in items if item.dossier.code == code), None)
    if found is None:
        raise Refusal("off_the_agenda", sitting=typed.sitting.code)
    return found


def _person_named() -> UUID:
    try:
        return UUID(request.form.get("roi-nguoi", ""))
    except ValueError:
        raise Refusal("not_on_the_roll") from None


def _record_round(typed: Typed, grouping: str) -> str:
    """Record a further round among those who are level for the last places of a group."""
    session = current.session()
    sitting = lock_sitting(session, typed.sitting, seen_version=None)
    _refuse_unless_open(sitting)
    lines = check_closing(session, sitting).lines
    line = next((line for line in lines if line.quota.grouping == grouping), None)
    tied = line.tied if line else []
    if line is None or not tied:
        raise Refusal("round_of_others", dossiers=[])
    votes = {}
    for item in tied:
        code = item.dossier.code
        words = request.form.get(f"vong-{code}", "").strip()
        if not (words.isascii() and words.isdecimal()) or len(words) > LONGEST_COUNT:
            typed.refuse(item, _("Viết số phiếu bằng chữ số, ví dụ 8"))
            continue
        votes[item.id] = int(words)
    if typed.faults:
        raise NotKeptError
    record_round(
        session, sitting, line, votes,
        voters=count_present(session, sitting.id), actor=current.member(),
    )  # fmt: skip
    typed.said.append(_("Đã ghi vòng biểu quyết thêm của %(n)s hồ sơ.", n=len(votes)))
    return address_of(sitting)


def _forget_rounds(typed: Typed, _code: str) -> str:
    session = current.session()
    sitting = lock_sitting(session, typed.sitting, seen_version=None)
    _refuse_unless_open(sitting)
    forget_rounds(session, sitting, items_of(session, sitting.id), actor=current.member())
    typed.said.append(_("Đã bỏ các vòng biểu quyết thêm."))
    return address_of(sitting)


def _refuse_unless_open(sitting: Sitting) -> None:
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)


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
    "roi": _note_recusal,
    "bo-roi": _take_recusal_back,
    "can-cu": _record_ground,
    "mo-phieu": _open_ballot,
    "kiem-phieu": _count_ballots,
    "huy-phieu": _void_ballot,
    "cach": _change_mode,
    "vong": _record_round,
    "bo-vong": _forget_rounds,
    "khong-diem": _leave_unmarked_out,
    "xep-loai": _record_ratings,
    "tam-nghi": _suspend,
    "chot": _check,
}

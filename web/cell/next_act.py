"""The one card on top of a cell's home: what to do now, or whom to wait for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil

from flask import url_for

from web import current
from web.catalogue import _
from web.dossiers.acts import Undo, address_of, undo_of
from web.dossiers.standing import Owed, owed_acts
from web.filters import day
from web.refusals import words_of
from web.words import party_word
from workflows.criteria.scoring import Score
from workflows.dossiers.contents import answers_of
from workflows.dossiers.eligibility import self_score
from workflows.dossiers.tables import Dossier
from workflows.engine.offers import Offer, offers

MINUTES_A_CRITERION = 1.6
RECONSIDER = "request_reconsideration"


@dataclass(frozen=True, slots=True)
class Way:
    """A button: its words, and where it leads."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class NextAct:
    """The card. ``mine`` when the cell itself owes the act; ``score`` while it answers."""

    heading: str
    words: str = ""
    due_on: date | None = None
    mine: bool = False
    score: Score | None = None
    ways: tuple[Way, ...] = ()
    undo: Undo | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a card is made of: the dossier, who owes what, what the visitor is offered."""

    dossier: Dossier
    owed: Owed | None
    offered: dict[str, Offer]

    @property
    def due_on(self) -> date | None:
        """The last day of the act that is owed."""
        return self.owed.due_on if self.owed else None

    @property
    def due(self) -> str:
        """The last day as it is written."""
        return day(self.due_on)

    def way(self, words: str, endpoint: str) -> Way:
        """Return a button that leads to a page of the dossier."""
        return Way(words, url_for(endpoint, code=self.dossier.code))


def next_act(dossier: Dossier) -> NextAct:
    """Return the card for a dossier as it stands."""
    session, member = current.session(), current.member()
    owed = owed_acts(session, dossier, member)
    offered = {offer.move.trigger: offer for offer in offers(session, dossier, member)}
    scene = Scene(dossier, owed[0] if owed else None, offered)
    return CARDS.get(dossier.state, _waiting)(scene)


def _register(scene: Scene) -> NextAct:
    offer = scene.offered.get("submit_registration")
    year = scene.dossier.campaign.year
    if offer is not None and offer.refusal is not None:
        if offer.refusal.code == "too_early":
            opens_on = day(scene.dossier.campaign.opens_on)
            return NextAct(
                _("Năm %(year)s chưa mở đăng ký", year=year), _("Mở từ %(day)s.", day=opens_on)
            )
        return NextAct(_("Chưa đăng ký được"), words_of(offer.refusal))
    return NextAct(
        _("Việc cần làm: đăng ký năm %(year)s", year=year),
        _("Cần ngày chi bộ họp và số phiếu tán thành. Hạn đăng ký: %(day)s.", day=scene.due),
        scene.due_on,
        mine=True,
        ways=(scene.way(_("Đăng ký"), "registration.ask"),),
    )


def _register_again(scene: Scene) -> NextAct:
    offer = scene.offered.get("submit_registration")
    if offer is not None and offer.refusal is not None:
        return NextAct(_("Chưa gửi lại đăng ký được"), words_of(offer.refusal))
    return NextAct(
        _("Việc cần làm: sửa đăng ký rồi gửi lại"),
        _("{Ward} đã trả lại đăng ký. Hạn gửi lại: %(day)s.", day=scene.due),
        scene.due_on,
        mine=True,
        ways=(scene.way(_("Sửa đăng ký"), "registration.ask"),),
    )


def _assess(scene: Scene) -> NextAct:
    score = self_score(scene.dossier, answers_of(current.session(), scene.dossier.id))
    check = scene.way(_("Xem lại và gửi"), "sending.check")
    if score.complete:
        return NextAct(
            _("Việc cần làm: xem lại và gửi tự đánh giá"),
            _("Đã xong cả %(n)s tiêu chí. Hạn gửi: %(day)s.", n=score.of, day=scene.due),
            scene.due_on,
            mine=True,
            score=score,
            ways=(check,),
        )
    minutes = ceil((score.of - score.answered) * MINUTES_A_CRITERION)
    go_on = _("Làm tiếp tự đánh giá") if score.answered else _("Bắt đầu tự đánh giá")
    return NextAct(
        _("Việc cần làm: hoàn thành tự đánh giá"),
        _(
            "Đã xong %(n)s trong %(m)s tiêu chí. Hạn gửi: %(day)s. Còn khoảng %(minutes)s phút.",
            n=score.answered,
            m=score.of,
            day=scene.due,
            minutes=minutes,
        ),
        scene.due_on,
        mine=True,
        score=score,
        ways=(scene.way(go_on, "self_assessment.go_on"),),
    )


def _supplement(scene: Scene) -> NextAct:
    return NextAct(
        _("Việc cần làm: bổ sung %(n)s chỗ", n=len(scene.dossier.marked)),
        _("{Ward} đã trả lại hồ sơ. Hạn gửi lại: %(day)s.", day=scene.due),
        scene.due_on,
        mine=True,
        ways=(
            scene.way(_("Bổ sung"), "self_assessment.go_on"),
            scene.way(_("Xem lại và gửi"), "sending.check"),
        ),
    )


def _waiting(scene: Scene) -> NextAct:
    """Say whose turn it is; the last move can be taken back for a while."""
    undo = undo_of(scene.dossier)
    taken_back = undo if undo is not None and undo.trigger else None
    if scene.owed is None:
        return NextAct(_("Chưa có việc phải làm"), undo=taken_back)
    party, due = party_word(scene.owed.party), scene.due
    words = _("Hồ sơ đang ở %(party)s.", party=party)
    if due:
        words = _("Hồ sơ đang ở %(party)s, hạn xong %(day)s.", party=party, day=due)
    return NextAct(_("Chưa có việc phải làm"), words, undo=taken_back)


def _working(scene: Scene) -> NextAct:
    opens_on = day(scene.dossier.campaign.review_opens_on)
    return NextAct(
        _("Chưa có việc phải làm"),
        _("Đăng ký đã được nhận. Tự đánh giá mở từ %(day)s, đồng chí sẽ được báo.", day=opens_on),
    )


def _held(_scene: Scene) -> NextAct:
    return NextAct(_("Hồ sơ đang tạm dừng"), _("Cấp trên đang xem xét. Đồng chí chưa phải làm gì."))


def _recognized(scene: Scene) -> NextAct:
    return NextAct(
        _("Chi bộ được công nhận năm %(year)s", year=scene.dossier.campaign.year),
        _("Chúc mừng chi bộ. Quyết định có ở trang kết quả để tải và in."),
        ways=(scene.way(_("Xem kết quả"), "results.result"),),
    )


def _not_this_time(scene: Scene) -> NextAct:
    ways = [scene.way(_("Xem kết quả và lý do"), "results.result")]
    offer = scene.offered.get(RECONSIDER)
    if offer is not None and offer.refusal is None:
        ways.append(Way(_("Xin xem xét lại"), address_of(scene.dossier, offer.move.word)))
    return NextAct(
        _("Năm %(year)s chi bộ chưa được công nhận", year=scene.dossier.campaign.year),
        ways=tuple(ways),
    )


def _revoked(scene: Scene) -> NextAct:
    return NextAct(
        _("Danh hiệu năm %(year)s đã bị thu hồi", year=scene.dossier.campaign.year),
        ways=(scene.way(_("Xem kết quả và lý do"), "results.result"),),
    )


def _out(scene: Scene) -> NextAct:
    undo = undo_of(scene.dossier)
    return NextAct(
        _("Chi bộ không tham gia năm %(year)s", year=scene.dossier.campaign.year),
        _("Hồ sơ đã dừng. Cần biết thêm, đồng chí gọi văn phòng."),
        undo=undo if undo is not None and undo.trigger else None,
    )


CARDS: dict[str, Callable[[Scene], NextAct]] = {
    "registration_draft": _register,
    "registration_returned": _register_again,
    "registered": _working,
    "in_progress": _working,
    "self_assessment": _assess,
    "returned": _supplement,
    "on_hold": _held,
    "recognized": _recognized,
    "not_recommended": _not_this_time,
    "declined": _not_this_time,
    "revoked": _revoked,
    "withdrawn": _out,
    "lapsed": _out,
    "superseded": _out,
}

"""The five stages of a year, with their days, and who has the dossier now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenants.clock import local
from web import current
from web.badges import Badge
from web.catalogue import _
from web.filters import day
from web.words import in_own_words
from workflows.dossiers.tables import Dossier
from workflows.dossiers.timeline import timeline

REGISTERING, ASSESSING, WARD, CITY, RECOGNISING = range(5)
WARD_DECIDES = "cell_title_ward"
# At which stage a dossier stands in a state; those that have ended stand where they ended.
STAGE = {
    "registration_draft": REGISTERING,
    "registration_submitted": REGISTERING,
    "registration_returned": REGISTERING,
    "registered": ASSESSING,
    "in_progress": ASSESSING,
    "self_assessment": ASSESSING,
    "returned": ASSESSING,
    "under_appraisal": WARD,
    "awaiting_ward_review": WARD,
    "ward_reconsideration": WARD,
    "not_recommended": WARD,
    "recommended": CITY,
    "city_appraisal": CITY,
    "returned_to_ward": CITY,
    "awaiting_city_decision": RECOGNISING,
    "city_reconsideration": RECOGNISING,
    "declined": RECOGNISING,
    "recognized": len(range(5)),
    "revoked": len(range(5)),
}
CELL_ACTS = frozenset(
    {"registration_draft", "registration_returned", "self_assessment", "returned"}
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as it is drawn; ``standing`` is ``done``, ``now`` or nothing."""

    heading: str
    words: str
    standing: str
    badge: Badge | None = None


def stages_of(dossier: Dossier) -> list[Stage]:
    """List the stages of a dossier's year."""
    days = _days(dossier)
    headings, words = _headings(), _words(dossier, days)
    here = _here(dossier, days)
    # Where the ward's own body recognises, nothing goes up.
    left_out = {CITY} if dossier.flow == WARD_DECIDES else set()
    return [
        Stage(
            heading=headings[number],
            words=words[number],
            standing="done" if number < here else "now" if number == here else "",
            badge=_badge(dossier) if number == here else None,
        )
        for number in range(len(headings))
        if number not in left_out
    ]


def _here(dossier: Dossier, days: Mapping[str, date]) -> int:
    """Return the number of the present stage; one that stopped early stays where it was."""
    if dossier.state in STAGE:
        return STAGE[dossier.state]
    held_in = dossier.back_to.get("put_on_hold", "")
    if dossier.state == "on_hold" and held_in in STAGE:
        return STAGE[held_in]
    if "submit_self_assessment" in days:
        return WARD
    return ASSESSING if "accept_registration" in days else REGISTERING


def _badge(dossier: Dossier) -> Badge | None:
    if dossier.state in CELL_ACTS:
        return Badge("do", "", _("Đến lượt chi bộ"))
    if dossier.state == "on_hold":
        return Badge("late", "warn", _("Tạm dừng"))
    if dossier.state in {"registered", "in_progress"}:
        return Badge("none", "", _("Chưa mở"))
    if dossier.state in STAGE and dossier.state not in {"not_recommended", "declined"}:
        return Badge("info", "", _("Đang xem"))
    return Badge("none", "", _("Đã dừng"))


def _headings() -> Sequence[str]:
    return [
        _("Đăng ký"),
        _("Chi bộ tự đánh giá"),
        in_own_words(_("{Ward} thẩm định và họp xét")),
        in_own_words(_("{City} thẩm định")),
        _("Công nhận"),
    ]


def _words(dossier: Dossier, days: Mapping[str, date]) -> Sequence[str]:
    return [
        _registering(dossier, days),
        _assessing(dossier, days),
        _ward(dossier, days),
        _city(days),
        _recognising(dossier, days),
    ]


def _registering(dossier: Dossier, days: Mapping[str, date]) -> str:
    if "accept_registration" in days:
        return in_own_words(
            _(
                "Gửi %(sent)s. Văn phòng {ward} đã nhận %(accepted)s.",
                sent=day(days.get("submit_registration")),
                accepted=day(days["accept_registration"]),
            )
        )
    if dossier.state == "registration_submitted":
        return _("Gửi %(sent)s.", sent=day(days.get("submit_registration")))
    return _("Hạn %(day)s.", day=day(dossier.campaign.registration_until))


def _assessing(dossier: Dossier, days: Mapping[str, date]) -> str:
    if dossier.state in {"self_assessment", "returned"}:
        last = dossier.due_on or dossier.campaign.self_assessment_until
        return _("Hạn gửi %(day)s. Mọi thay đổi được lưu ngay.", day=day(last))
    if "submit_self_assessment" in days:
        return _("Gửi %(sent)s.", sent=day(days["submit_self_assessment"]))
    return _(
        "Mở từ %(opens)s, hạn gửi %(until)s.",
        opens=day(dossier.campaign.review_opens_on),
        until=day(dossier.campaign.self_assessment_until),
    )


def _ward(dossier: Dossier, days: Mapping[str, date]) -> str:
    if "recommend" in days:
        return _("Được đề nghị ngày %(day)s.", day=day(days["recommend"]))
    if "not_recommend" in days:
        return _("Không được đề nghị ngày %(day)s.", day=day(days["not_recommend"]))
    return _(
        "Dự kiến trước hết ngày %(day)s. Cần bổ sung thì đồng chí nhận được tin nhắn.",
        day=day(dossier.campaign.ward_review_until),
    )


def _city(days: Mapping[str, date]) -> str:
    if "send_to_city" in days:
        return in_own_words(_("{Ward} gửi lên ngày %(day)s.", day=day(days["send_to_city"])))
    return in_own_words(_("Sau khi {ward} họp và gửi danh sách."))


def _recognising(dossier: Dossier, days: Mapping[str, date]) -> str:
    if "recognize" in days:
        return _("Được công nhận ngày %(day)s.", day=day(days["recognize"]))
    if "decline" in days:
        return _("Chưa được công nhận, ngày %(day)s.", day=day(days["decline"]))
    return _(
        "Dự kiến trước hết ngày %(day)s. Quyết định có ở đây để tải và in.",
        day=day(_decided_by(dossier)),
    )


def _decided_by(dossier: Dossier) -> date:
    """Return the last day for whoever recognises: the ward's own body, or that above."""
    campaign = dossier.campaign
    by_ward = dossier.flow == WARD_DECIDES
    return campaign.ward_review_until if by_ward else campaign.city_decision_until


def _days(dossier: Dossier) -> Mapping[str, date]:
    """Return the day of the last standing move of each name."""
    steps = timeline(current.session(), dossier.id, for_committee=False)
    return {step.kind: local(step.at).date() for step in steps if not step.undone}

"""What sittings, their results and what stands in their way are called."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tenants.database import Json
from tenants.text.numbers import show_number
from web import current
from web.badges import Badge
from web.catalogue import _, _l
from web.papers.words import paper_name
from web.words import in_own_words, rating_word, state_word
from workflows.decisions.awards import CELL, COMMITTEE, award_of
from workflows.dossiers.tables import Rating
from workflows.engine.refusals import StaleError
from workflows.flows import flow_of
from workflows.pilots.last_year import LastYear
from workflows.sittings.outcomes import ItemOutcome
from workflows.sittings.reading import flow_on_agenda
from workflows.sittings.tables import Gate, Mode, Result, Sitting, SittingItem, SittingState

# The last part of an address that prepares a sitting.
GATE_WORDS = {
    "chon-lam-diem": Gate.PILOT_SELECTION,
    "de-nghi": Gate.RECOMMENDATION,
    "cong-nhan": Gate.RECOGNITION,
    "doi-lam-diem": Gate.PILOT_CHANGE,
    "thu-hoi": Gate.REVOCATION,
    "khoi-phuc": Gate.RESTORATION,
}
# What stands for a title in the address that prepares a sitting.
AWARDS = {"chi-bo": CELL, "dang-bo": COMMITTEE}
GATE_NAMES = {
    Gate.PILOT_SELECTION: _l("Chọn chi bộ làm điểm"),
    Gate.RECOMMENDATION: _l("Xét đề nghị công nhận"),
    Gate.RECOGNITION: _l("Xét công nhận"),
    Gate.PILOT_CHANGE: _l("Thay đổi chi bộ làm điểm"),
    Gate.REVOCATION: _l("Xét thu hồi danh hiệu"),
    Gate.RESTORATION: _l("Xét khôi phục danh hiệu"),
}
PASSED = {
    Gate.PILOT_SELECTION: _l("Thông qua"),
    Gate.RECOMMENDATION: _l("Đề nghị"),
    Gate.RECOGNITION: _l("Công nhận"),
    Gate.PILOT_CHANGE: _l("Thông qua"),
    Gate.REVOCATION: _l("Thu hồi"),
    Gate.RESTORATION: _l("Khôi phục"),
}
NOT_PASSED = {
    Gate.PILOT_SELECTION: _l("Chưa thông qua"),
    Gate.RECOMMENDATION: _l("Không đề nghị"),
    Gate.RECOGNITION: _l("Không công nhận"),
    Gate.PILOT_CHANGE: _l("Chưa thông qua"),
    Gate.REVOCATION: _l("Không thu hồi"),
    Gate.RESTORATION: _l("Không khôi phục"),
}
QUESTIONS = {
    Gate.PILOT_SELECTION: _l("Thông qua phương án chọn làm điểm"),
    Gate.PILOT_CHANGE: _l("Thông qua thay đổi chi bộ làm điểm"),
    Gate.RECOMMENDATION: _l("Đề nghị công nhận"),
    Gate.RECOGNITION: _l("Công nhận danh hiệu"),
    Gate.REVOCATION: _l("Thu hồi danh hiệu"),
    Gate.RESTORATION: _l("Khôi phục danh hiệu"),
}
MODES = {
    Mode.SHOW_OF_HANDS: _l("Biểu quyết giơ tay"),
    Mode.SECRET_BALLOT: _l("Bỏ phiếu kín trên điện thoại"),
    Mode.PAPER_BALLOT: _l("Bỏ phiếu giấy, có tổ kiểm phiếu"),
    Mode.WRITTEN_POLL: _l("Lấy ý kiến bằng phiếu, không họp tập trung"),
}
STATES = {
    SittingState.PREPARED: ("info", "", _l("Đã lập, chưa họp")),
    SittingState.OPENED: ("do", "", _l("Đang họp")),
    SittingState.SUSPENDED: ("warn", "clock", _l("Tạm nghỉ")),
    SittingState.CLOSED: ("ok", "ok", _l("Đã chốt")),
    SittingState.CANCELLED: ("none", "", _l("Đã hủy")),
    SittingState.BROKEN_OFF: ("late", "warn", _l("Dừng giữa chừng")),
}
PROBLEMS = {
    "unvoted": _l("Chưa ghi phiếu"),
    "tally_unconfirmed": _l("Chưa có người thứ hai xác nhận kiểm phiếu"),
    "merit_vote_missing": _l("Chưa ghi phiếu Giấy khen"),
    "rating_undecided": _l("Chưa có quyết định xếp loại"),
    "ground_missing": _l("Chưa ghi căn cứ"),
    "pilot_unmarked": _l("Chưa chọn làm điểm hay không"),
    "bad_tally": _l("Số phiếu nhiều hơn số người được biểu quyết"),
    "no_quorum": _l("Chưa đủ số người họp"),
    "tied_across_line": _l("Bằng nhau ở chỗ cuối cùng, cần biểu quyết thêm một vòng"),
    "body_above": _l("Từ một nửa số ủy viên phải rời, việc này do cấp trên quyết định"),
}
LEAVING = {
    "submitted": _l("đã nộp hồ sơ này cho đơn vị"),
    "own_cell": _l("sinh hoạt ở đơn vị này"),
    "declared": _l("xin không biểu quyết"),
    "sat_in_ward": _l("đã biểu quyết hồ sơ này ở {ward}"),
}
ACTS = {
    "sitting_prepared": _l("lập phiên họp"),
    "sitting_opened": _l("khai mạc phiên họp"),
    "sitting_attendance": _l("ghi điểm danh"),
    "sitting_rest_recorded": _l("ghi phiếu cho các hồ sơ còn lại"),
    "sitting_rest_undone": _l("hoàn tác các phiếu ghi cùng lúc"),
    "sitting_ballot_opened": _l("mở bỏ phiếu kín"),
    "sitting_ballot_cast": _l("bỏ phiếu"),
    "sitting_ballot_ended": _l("kết thúc bỏ phiếu"),
    "sitting_ballot_voided": _l("hủy lượt bỏ phiếu"),
    "sitting_mode_changed": _l("đổi cách biểu quyết"),
    "sitting_tally_confirmed": _l("xác nhận kiểm phiếu"),
    "sitting_round_recorded": _l("ghi vòng biểu quyết thêm"),
    "sitting_rounds_forgotten": _l("bỏ các vòng biểu quyết thêm"),
    "sitting_suspended": _l("cho tạm nghỉ"),
    "sitting_resumed": _l("cho họp tiếp"),
    "sitting_broken_off": _l("dừng phiên họp"),
    "sitting_cancelled": _l("hủy phiên họp"),
    "sitting_closed": _l("chốt phiên họp"),
    "sitting_part_closed": _l("chốt một phần phiên họp"),
    "sitting_item_added": _l("đưa thêm hồ sơ vào phiên họp"),
}


def gate_of(word: str | None) -> Gate | None:
    """Return what a word of an address, or the gate's own name, stands for."""
    known = {**GATE_WORDS, **{str(gate): gate for gate in GATE_NAMES}}
    return known.get(word or "")


def gate_word(gate: Gate) -> str:
    """Return the word that stands for a gate in addresses."""
    return next(word for word, each in GATE_WORDS.items() if each is gate)


def award_word(award: str) -> str:
    """Return the word that stands for a title in addresses."""
    return next(word for word, each in AWARDS.items() if each == award)


def gate_name(gate: Gate) -> str:
    """Return what a sitting of this kind is about."""
    return str(GATE_NAMES.get(gate, gate))


LAST_YEARS = {
    LastYear.RECOGNIZED: _l("Được công nhận"),
    LastYear.NOT_RECOGNIZED: _l("Không được công nhận"),
}


def last_year_word(result: LastYear | None) -> str:
    """Say what a unit came to the year before."""
    return str(LAST_YEARS[result]) if result else _("Không tham gia")


def question_word(gate: Gate) -> str:
    """Say what is put to the vote, always in favour of it."""
    return str(QUESTIONS[gate])


def mode_word(mode: Mode) -> str:
    """Say how a body votes."""
    return str(MODES[mode])


def mode_of(word: str | None) -> Mode | None:
    """Return the way of voting that a box names."""
    return next((mode for mode in MODES if mode == word), None)


def sitting_badge(state: SittingState) -> Badge:
    """Say where a sitting stands."""
    look, icon, words = STATES[state]
    return Badge(look, icon, str(words))


def passed_word(gate: Gate) -> str:
    """Say what a passed item is, in one word."""
    return str(PASSED[gate])


def not_passed_word(gate: Gate) -> str:
    """Say what an item is that did not pass."""
    return str(NOT_PASSED[gate])


def problem_words(code: str) -> str:
    """Say what is still to be settled."""
    return str(PROBLEMS.get(code, code))


def result_badge(gate: Gate, result: Result | None, *, problem: str | None = None) -> Badge:
    """Say what became of an item, or would if the sitting closed now."""
    if problem == "unvoted":
        return Badge("none", "", _("Chưa có phiếu"))
    if problem is not None:
        return Badge("warn", "warn", problem_words(problem))
    known = {
        Result.PASSED: Badge("ok", "ok", passed_word(gate)),
        Result.NOT_PASSED: Badge("late", "warn", not_passed_word(gate)),
        Result.DEFERRED: Badge("warn", "undo", _("Để phiên sau")),
        Result.STRUCK: Badge("none", "", _("Đã đưa khỏi phiên họp")),
        Result.RETURNED: Badge("warn", "undo", _("Trả lại bổ sung")),
    }
    return known[result] if result else Badge("none", "", _("Chưa có kết quả"))


def outcome_badge(gate: Gate, outcome: ItemOutcome) -> Badge:
    """Say what closing would make of an item."""
    return result_badge(gate, outcome.result, problem=outcome.problem)


PILOT_MOVES = {
    "name_pilot": _l("Làm điểm từ khi chốt, ở nguyên bước hiện tại"),
    "drop_pilot": _l("Thôi làm điểm từ khi chốt, ở nguyên bước hiện tại"),
}


def follows(outcome: ItemOutcome) -> str:
    """Say where the dossier goes when the sitting closes with this outcome."""
    dossier = outcome.item.dossier
    move = flow_of(dossier).move(outcome.trigger, dossier.state) if outcome.trigger else None
    if move is not None and move.trigger in PILOT_MOVES:
        return str(PILOT_MOVES[move.trigger])
    if move is None or not isinstance(move.target, str):
        return _("Ở lại bước «%(state)s», chờ phiên họp khác", state=state_word(dossier.state))
    return _("Chuyển sang «%(state)s»", state=state_word(move.target))


def papers_after(outcome: ItemOutcome) -> list[str]:
    """Name the papers that closing with this outcome leaves."""
    dossier = outcome.item.dossier
    move = flow_of(dossier).move(outcome.trigger, dossier.state) if outcome.trigger else None
    return [paper_name(kind) for kind in move.papers] if move else []


def leaving_words(leaver: Mapping[str, Any]) -> str:
    """Say who leaves the room for an item, and why."""
    why = in_own_words(str(LEAVING.get(leaver["why"], leaver["why"])))
    if leaver.get("reason"):
        why = f"{why}, {leaver['reason']}"
    return _("Đ/c %(name)s rời phòng: %(why)s", name=leaver["name"], why=why)


def interest_words(marked: Mapping[str, Any]) -> str:
    """Say who has an interest in an item and stays."""
    why = in_own_words(str(LEAVING.get(marked["why"], marked["why"])))
    return _("Đ/c %(name)s %(why)s, vẫn biểu quyết", name=marked["name"], why=why)


def numbers_words(explained: Json) -> str:
    """Spell a counted vote out: in favour, of the base, and how many were needed."""
    return _(
        "%(numerator)s/%(base)s tán thành, cần từ %(needed)s",
        numerator=explained["numerator"],
        base=explained["base"],
        needed=explained["needed"],
    )


def merit_words(explained: Json) -> str:
    """Say what the vote on the Giấy khen came to, in short."""
    words = (
        _l("Giấy khen %(numerator)s/%(base)s, đạt")
        if explained["result"] == "passed"
        else _l("Giấy khen %(numerator)s/%(base)s, không đạt")
    )
    return str(words) % explained


def blocking_lines(item: SittingItem) -> list[str]:
    """Say why a dossier is not eligible, a sentence for each condition that stands in the way."""
    return [line_words(line) for line in item.dossier.eligibility if line["blocks"]]


def line_words(line: Json) -> str:
    """Say what a condition asks and what was found."""
    if line["kind"] in {"total", "group"}:
        found = {"value": _points(line["value"]), "bound": _points(line["bound"])}
        if line["kind"] == "total":
            return _("Tổng điểm %(value)s, cần từ %(bound)s", **found)
        return _("Nhóm «%(label)s»: %(value)s điểm, cần từ %(bound)s", label=line["label"], **found)
    if line["verdict"] == "unknown":
        return _("Chưa rõ: %(label)s", label=line["label"])
    return _("Chưa đạt: %(label)s", label=line["label"])


def changed_words(error: StaleError) -> str:
    """Say who changed the sitting since the page was shown."""
    if not error.name or error.at is None:
        return _("Phiên họp vừa thay đổi. Đồng chí xem lại rồi làm tiếp.")
    return _(
        "Đ/c %(name)s vừa %(act)s. Dưới đây là bản mới nhất, đồng chí xem lại rồi làm tiếp.",
        name=error.name,
        act=str(ACTS.get(error.trigger, error.trigger)),
    )


def rating_name(rating: Rating) -> str:
    """Return what a year-end rating is called."""
    return rating_word(rating)


def majority_words(rule: Mapping[str, str]) -> str:
    """Say what a passed item needs, by the rule that was frozen."""
    whole = {
        "roll": _("số ủy viên được tính"),
        "present": _("số ủy viên có mặt"),
        "valid": _("số phiếu hợp lệ"),
    }[rule["base"]]
    if rule["majority"] == "1/2":
        return _("Mỗi hồ sơ cần quá nửa %(whole)s, sau khi trừ người phải rời phòng.", whole=whole)
    return _(
        "Mỗi hồ sơ cần quá %(share)s %(whole)s, sau khi trừ người phải rời phòng.",
        share=rule["majority"],
        whole=whole,
    )


def title_of(sitting: Sitting, flow: str | None = None) -> str:
    """Name a sitting by its subject, the title and the year.

    Args:
        flow: which way its dossiers go, where the page knows; else the agenda is asked.

    """
    names = {
        Gate.PILOT_SELECTION: _l("Chọn chi bộ làm điểm %(award)s năm %(year)s"),
        Gate.RECOMMENDATION: _l("Xét đề nghị công nhận %(award)s năm %(year)s"),
        Gate.RECOGNITION: _l("Xét công nhận %(award)s năm %(year)s"),
        Gate.PILOT_CHANGE: _l("Thay đổi chi bộ làm điểm %(award)s năm %(year)s"),
        Gate.REVOCATION: _l("Xét thu hồi danh hiệu %(award)s năm %(year)s"),
        Gate.RESTORATION: _l("Xét khôi phục danh hiệu %(award)s năm %(year)s"),
    }
    if flow is None:
        flow = flow_on_agenda(current.session(), sitting)
    said = {"year": sitting.campaign.year, "award": award_of(flow)}
    return str(names.get(sitting.gate, "")) % said


def _points(value: object) -> str:
    return show_number(Decimal(str(value)))

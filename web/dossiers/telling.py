"""The history of a dossier in words: who, as what, for whom, when, did what, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tenants.clock import local
from tenants.database import Json
from web.catalogue import _, _l
from web.dossiers.inputs import inputs_in_words
from web.dossiers.recorded import recorded_words, votes_words
from web.filters import number
from web.words import move_word, party_word, state_word
from workflows.criteria.framework import CriteriaSet, points_at
from workflows.criteria.scoring import shown
from workflows.dossiers.timeline import Step

# What inspection and the desks say stays with the committees.
FOR_COMMITTEES = {
    "conclude_city_appraisal": frozenset({"words"}),
    "put_on_hold": frozenset({"reason"}),
}
CELL, SERVICE = _l("chi bộ"), _l("Máy tự làm")


# Told in one line where one person does it again and again.
IN_A_ROW = frozenset({"answer", "appraised", "attach_evidence"})
# What was judged on certain contents, and says so once they are others.
JUDGED = frozenset(
    {
        "give_opinion", "conclude_appraisal", "recommend", "not_recommend", "propose",
        "not_propose", "send_to_city", "conclude_city_appraisal", "recognize", "decline",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history; ``details`` are whole sentences.

    ``undone`` is struck through, and so is a vote that was ``set_aside``. ``note`` says on
    which contents something was judged, if they are others now; ``origin`` where it came from.
    """

    seq: int
    at: datetime
    what: str
    who: str
    state: str
    details: Sequence[str]
    undone: bool
    set_aside: bool = False
    note: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader may know, and what the dossier is now.

    Args:
        contents: whether they may know reasons and numbers, or only what happened.
        committee: whether they hear what the desks of committees say.
        content_version: the contents that stand in the dossier.
        sent_hash: the hash of what its unit has sent.
        criteria: how levels and points are read.
        votes: how each closed sitting voted, by the sitting's code; for committees alone.

    """

    contents: bool
    committee: bool
    content_version: int
    sent_hash: str
    criteria: CriteriaSet
    votes: Mapping[str, Json] = field(default_factory=dict)


def told(steps: Iterable[Step], reading: Reading) -> list[Line]:
    """Put the steps into words, the first event first."""
    gathered = _gathered(list(steps))
    kinds = {step.seq: step.kind for group in gathered for step in group}
    return [_line(group, kinds, reading) for group in gathered]


def _line(group: Sequence[Step], kinds: dict[int, str], reading: Reading) -> Line:
    step = group[-1]
    what = _what(group, kinds)
    who = actor_words(step.name, step.role, step.for_name)
    if not step.role and step.post:
        who = _("Đ/c %(name)s, %(role)s", name=step.name, role=step.post)
    if step.principal:
        who = _("%(who)s, thay đ/c %(name)s", who=who, name=step.principal)
    return Line(
        seq=step.seq,
        at=step.at,
        what=what,
        who=who,
        state=_state(step, besides=what),
        details=_details(group, reading) if reading.contents else (),
        undone=step.undone,
        set_aside=step.set_aside,
        note=_note(step, reading),
        origin=step.address if reading.committee else "",
    )


def _note(step: Step, reading: Reading) -> str:
    """Say on which contents something was judged, where they are others now."""
    if step.kind not in JUDGED:
        return ""
    version, sent = step.facts.get("content_version"), step.facts.get("sent_hash")
    if version is not None and version != reading.content_version:
        return _("cho nội dung bản %(n)s, nay là bản %(now)s", n=version,
                 now=reading.content_version)  # fmt: skip
    if sent and sent != reading.sent_hash:
        return _("cho nội dung bản %(n)s, nay đã khác", n=version)
    return ""


def actor_words(name: str, party: str, for_name: str = "") -> str:
    """Say who acted, as what, and for whom."""
    if party == "system":
        return str(SERVICE)
    if for_name:
        return _(
            "Đ/c %(name)s, %(role)s, nhập giúp %(cell)s",
            name=name, role=_as(party), cell=for_name,
        )  # fmt: skip
    if party:
        return _("Đ/c %(name)s, %(role)s", name=name, role=_as(party))
    return _("Đ/c %(name)s", name=name)


def _gathered(steps: Sequence[Step]) -> list[list[Step]]:
    """Put together what one person did in a row on a day: answers, scores, files attached."""
    gathered: list[list[Step]] = []
    for step in steps:
        if gathered and _goes_with(gathered[-1][-1], step):
            gathered[-1].append(step)
        else:
            gathered.append([step])
    return gathered


def _criteria(group: Sequence[Step]) -> set[str]:
    return {
        key
        for step in group
        for key in (step.facts.get("criterion", ""), *step.facts.get("levels", {}))
        if key
    }


def _goes_with(earlier: Step, step: Step) -> bool:
    return (
        step.kind in IN_A_ROW
        and (earlier.kind, earlier.name) == (step.kind, step.name)
        and local(earlier.at).date() == local(step.at).date()
    )


def _what(group: Sequence[Step], kinds: dict[int, str]) -> str:
    step = group[-1]
    if step.kind == "answer":
        return _("Trả lời %(n)s tiêu chí", n=len(_criteria(group)))
    if step.kind == "appraised":
        return _("Chấm thẩm định %(n)s tiêu chí", n=len(_criteria(group)))
    if step.kind == "attach_evidence" and len(group) > 1:
        return _("Gắn minh chứng %(n)s lần", n=len(group))
    if step.kind == "undo":
        taken_back = kinds.get(step.inputs.get("undoes", 0), "")
        return _("Hoàn tác «%(move)s»", move=move_word(taken_back)) if taken_back else _("Hoàn tác")
    return move_word(step.kind)


def _as(party: str) -> str:
    return str(CELL) if party == "cell" else party_word(party)


def _state(step: Step, *, besides: str) -> str:
    """Name the new state, unless the move's own name says it."""
    if step.target is None or step.target == step.source:
        return ""
    state = state_word(step.target)
    return "" if state == besides else state


def _of_pilots(step: Step) -> dict[str, Any]:
    """Return what a change of pilots says besides: from whom one took over, and why."""
    if step.kind not in {"name_pilot", "drop_pilot"}:
        return {}
    said = ("replaces", "replaced_by", "reason")
    return {name: step.facts[name] for name in said if step.facts.get(name)}


def _details(group: Sequence[Step], reading: Reading) -> list[str]:
    step = group[-1]
    if step.kind == "answer":
        return _answers(group, reading.criteria)
    if step.kind == "appraised":
        return _appraisals(group, reading.criteria)
    hidden = frozenset() if reading.committee else FOR_COMMITTEES.get(step.kind, frozenset())
    said = inputs_in_words(
        {
            name: value
            for name, value in (_of_pilots(step) | step.inputs).items()
            if name not in hidden
        },
        reading.criteria,
    )
    return [
        *said,
        *votes_words(reading.votes.get(step.inputs.get("sitting", ""))),
        *recorded_words(step.kind, step.facts, committee=reading.committee),
    ]


def _answers(group: Sequence[Step], criteria: CriteriaSet) -> list[str]:
    """Say which answers were others before; a first answer says nothing of itself."""
    changed = [step for step in group if step.facts.get("was") not in (None, step.facts["level"])]
    return [
        _(
            "Tiêu chí %(key)s: từ %(was)s thành %(level)s.",
            key=step.facts["criterion"],
            was=_points(step.facts["criterion"], step.facts["was"], criteria),
            level=_points(step.facts["criterion"], step.facts["level"], criteria)
            or _("không áp dụng"),
        )
        for step in changed
    ]


def _appraisals(group: Sequence[Step], criteria: CriteriaSet) -> list[str]:
    """Say where the appraisers gave another level than the cell, and why."""
    levels: dict[str, dict[str, str]] = {}
    for step in group:
        levels |= step.facts.get("levels", {})
    return [
        _(
            "Tiêu chí %(key)s: tự chấm %(own)s, thẩm định %(appraised)s, vì: %(reason)s",
            key=key,
            own=_points(key, given["self"], criteria),
            appraised=_points(key, given["appraised"], criteria),
            reason=given["reason"],
        )
        for key, given in sorted(levels.items())
        if given.get("self") and given["self"] != given["appraised"]
    ]


def _points(key: str, level_key: str | None, criteria: CriteriaSet) -> str:
    """Write a level with its points: ``Khá (4,2 điểm)``; one that is no more, by its key."""
    criterion = next((each for each in criteria.criteria if each.key == key), None)
    levels = criteria.levels_of(criterion) if criterion else ()
    level = next((each for each in levels if each.key == level_key), None)
    if level is None or criterion is None:
        return level_key or ""
    return _(
        "%(level)s (%(points)s điểm)", level=level.label,
        points=number(shown(points_at(criterion, level))),
    )  # fmt: skip

"""How far a ballot has come, for those in the room: how many, never how."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from tenants.members import Member
from tenants.wall import TenantSession
from web.squares import Picture, picture_of
from workflows.sittings.balloting import open_one, voters_of
from workflows.sittings.reading import chairs, may_record, seats_of
from workflows.sittings.tables import Sitting


@dataclass(frozen=True, slots=True)
class BallotView:
    """An open ballot as a visitor sees it.

    ``missing`` names who has not voted, for those who run the sitting. ``may_vote`` and
    ``has_voted`` are the visitor's own.
    """

    number: int
    items: int
    voted: int
    expected: int
    missing: list[str]
    may_vote: bool
    has_voted: bool
    address: str
    picture: Picture

    @property
    def mark(self) -> str:
        """What changes whenever the view would."""
        return f"{self.number}:{self.voted}:{self.expected}:{self.has_voted}"


def ballot_view(session: TenantSession, sitting: Sitting, member: Member) -> BallotView | None:
    """Gather how far the open ballot has come; nothing where none is open."""
    balloting = open_one(session, sitting.id)
    if balloting is None:
        return None
    voted = set(voters_of(session, balloting))
    roll = seats_of(session, sitting.id)
    seats = [seat for seat in roll if seat.present or seat.person_id in voted]
    own = next((seat for seat in roll if seat.person_id == member.person_id), None)
    runs = may_record(member, sitting) or chairs(member, sitting)
    address = url_for("sitting_ballot.paper", code=sitting.code, _external=True)
    return BallotView(
        number=balloting.number,
        items=len(balloting.items),
        voted=len(voted),
        expected=len(seats),
        missing=[seat.name for seat in seats if seat.person_id not in voted] if runs else [],
        may_vote=own is not None and own.present and own.person_id not in voted,
        has_voted=own is not None and own.person_id in voted,
        address=address,
        picture=picture_of(address),
    )

"""Finds whom a list means among the people there are, or makes them known."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from tenants.database import row_id
from tenants.onboarding.bulk import Row
from tenants.onboarding.changes import Changes
from tenants.onboarding.listed import ListedPerson
from tenants.onboarding.standing import Comrade, Holder, Standing
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.text.folding import search_key, spelling_key
from tenants.text.sorting import person_sort_key

_ONE_DAY = timedelta(days=1)


class Comrades:
    """The people of a tenant, as they stand and as the list makes them."""

    def __init__(self, standing: Standing, changes: Changes) -> None:
        self.standing = standing
        self.changes = changes

    def conflict(self, listed: ListedPerson, holders: list[Holder]) -> tuple[str, str] | None:
        """Return code and name if the phone is somebody else's, or its owner is disabled.

        If that somebody holds this very role here, the list only writes the name anew.
        Who was disabled because a list was undone comes back with the next one.
        """
        owner = self.standing.by_phone.get(listed.phone or "")
        if owner is None or owner.undone:
            return None
        if owner.disabled:
            return "person_disabled", owner.name
        if is_same(owner.name, listed.name):
            return None
        if any(holder.comrade is owner for holder in holders):
            return None
        return "phone_owned", owner.name

    def find(self, listed: ListedPerson, holders: list[Holder]) -> Comrade | None:
        """Return who is meant: the owner of the phone, or who holds the role by that name."""
        owner = self.standing.by_phone.get(listed.phone or "")
        if owner is not None:
            return owner
        return next(
            (holder.comrade for holder in holders if is_same(holder.comrade.name, listed.name)),
            None,
        )

    def bring(
        self, listed: ListedPerson, holders: list[Holder], *, post: str = ""
    ) -> tuple[Comrade, list[str]]:
        """Return who is meant with the name and phone of the list; say what changed."""
        comrade = self.find(listed, holders)
        changed = []
        if comrade is None:
            comrade = self._add(listed, post)
        elif comrade.undone:
            self._enable(comrade, listed.name)
        elif not is_same(comrade.name, listed.name):
            self._rename(comrade, listed.name)
            changed.append("name")
        if listed.phone not in (None, comrade.phone):
            self._set_phone(comrade, listed.phone)
            changed.append("phone")
        return comrade, changed

    def appoint(
        self,
        comrade: Comrade,
        role: Role,
        *,
        unit_id: UUID,
        desk: str = "",
        since: date | None = None,
    ) -> None:
        """Give a comrade a role in a unit."""
        since = since or self.standing.today
        self.changes.add(
            Membership,
            {
                "id": row_id(),
                "person_id": comrade.id,
                "unit_id": unit_id,
                "role": role,
                "desk": desk,
                "valid_from": since,
            },
        )
        self.standing.roles.add((comrade.id, unit_id, role, desk))

    def relieve(self, holders: list[Holder]) -> None:
        """End the roles of those who held one until now."""
        today = self.standing.today
        for holder in holders:
            self.changes.change(
                Membership,
                holder.membership_id,
                {"valid_to": None},
                {"valid_to": max(holder.since, today - _ONE_DAY)},
            )

    def _add(self, listed: ListedPerson, post: str) -> Comrade:
        comrade = Comrade(row_id(), listed.name)
        self.changes.add(Person, {"id": comrade.id, "post": post, **_naming(listed.name)})
        return comrade

    def _rename(self, comrade: Comrade, name: str) -> None:
        before, comrade.name = comrade.name, name
        self.changes.change(Person, comrade.id, _naming(before), _naming(name))

    def _enable(self, comrade: Comrade, name: str) -> None:
        """Take back who came with a list that was undone."""
        self.changes.change(
            Person,
            comrade.id,
            {"disabled_at": comrade.disabled_at, **_naming(comrade.name)},
            {"disabled_at": None, **_naming(name)},
        )
        if comrade.account_id is not None:
            self.changes.change(
                Account,
                comrade.account_id,
                {"disabled_at": comrade.disabled_at},
                {"disabled_at": None},
            )
        comrade.name, comrade.disabled_at, comrade.undone = name, None, False

    def _set_phone(self, comrade: Comrade, phone: str | None) -> None:
        if phone is None:
            return
        if comrade.account_id is None:
            comrade.account_id = row_id()
            self.changes.add(
                Account, {"id": comrade.account_id, "person_id": comrade.id, "phone": phone}
            )
        else:
            self.changes.change(
                Account, comrade.account_id, {"phone": comrade.phone}, {"phone": phone}
            )
        comrade.phone = phone
        self.standing.by_phone[phone] = comrade


def is_same(one: str, other: str) -> bool:
    """Tell whether two names are spellings of one."""
    return one == other or spelling_key(one) == spelling_key(other)


def _naming(name: str) -> Row:
    return {"name": name, "search_key": search_key(name), "sort_key": person_sort_key(name)}

"""Rows that were read past SQLAlchemy, placed in a session as if it had read them.

Reading one row through the unit of work costs a thousand calls, most of them to find out
about each column what the last row has told already. ``Placing`` finds out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Enum
from sqlalchemy.orm import Mapper, class_mapper
from sqlalchemy.orm.attributes import instance_state

from tenants.database import TenantRow
from tenants.wall import TenantSession

Row = TypeVar("Row", bound=TenantRow)


class Placing(Generic[Row]):
    """How rows of a table that were read with ``columns`` become objects of a session."""

    def __init__(self, model: type[Row]) -> None:
        mapper: Mapper[Row] = class_mapper(model)
        self._mapper, self._manager = mapper, mapper.class_manager
        self.columns: list[ColumnElement[Any]] = list(mapper.columns)
        self._names = [mapper.get_property_by_column(each).key for each in mapper.columns]
        self._words = {
            name: column.type.enum_class
            for name, column in zip(self._names, mapper.columns, strict=True)
            if isinstance(column.type, Enum) and column.type.enum_class is not None
        }
        self._related = tuple(mapper.relationships.keys())

    def place(self, session: TenantSession, values: Sequence[Any]) -> Row:
        """Return the session's object of a row; one that it holds is as read now.

        What was pending on the object is forgotten, and what belongs to it is read anew.
        """
        said = dict(zip(self._names, values, strict=True))
        for name, word in self._words.items():
            if said[name] is not None:
                said[name] = word(said[name])
        held = self._held(session, said["tenant_id"], said["id"])
        state = instance_state(held)
        for name in self._related:
            state.dict.pop(name, None)
        state.dict.update(said)
        state._commit_all(state.dict, session.identity_map)  # noqa: SLF001
        return held

    def _held(self, session: TenantSession, tenant_id: UUID, row_id: UUID) -> Row:
        key = (self._mapper.class_, (tenant_id, row_id), None)
        held: Row | None = session.identity_map.get(key)
        if held is None:
            held = self._manager.new_instance()
            state = instance_state(held)
            state.key, state.session_id = key, session.hash_key
            session.identity_map._add_unpresent(state, key)  # noqa: SLF001
        return held

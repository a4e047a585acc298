"""The people of a committee by what they do, and the body that they decide in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from demo.names import invented_phone
from tenants.appointments import add_body, add_person, appoint, seat
from tenants.bodies import Body, Seat, usual_body_name
from tenants.people import Person
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession

WARD_SEATS = 9
CITY_SEATS = 11


@dataclass(slots=True)
class Committee:
    """A committee with its desks and its standing committee, the chair first."""

    unit: OrgUnit
    body: Body
    seats: list[Person]
    desks: dict[str, Person] = field(default_factory=dict)

    @property
    def chair(self) -> Person:
        """Who chairs the standing committee."""
        return self.seats[0]


class Staffing:
    """Appoints people of one tenant, committee after committee."""

    def __init__(self, session: TenantSession, names: Iterator[str]) -> None:
        self._session = session
        self._names = names
        self._committee = 0
        self._people = 0

    def admin(self, root: OrgUnit) -> Person:
        """Appoint who keeps units, people and campaigns."""
        return self._appointed(f"Quản trị {_above(root)}", root, (Role.TENANT_ADMIN, ""))

    def city(self, root: OrgUnit) -> Committee:
        """Staff the city's committee: departments, inspection, auditor, standing committee."""
        desks = {
            "org_dept": self._appointed(
                f"Ban Tổ chức {_above(root)}", root, (Role.CITY_ORG_DEPT, "")
            ),
            "office": self._appointed(f"Văn phòng {_above(root)}", root, (Role.CITY_OFFICE, "")),
            "inspection": self._appointed(
                f"Ủy ban Kiểm tra {_above(root)}", root, (Role.APPRAISER, "inspection")
            ),
            "auditor": self._appointed(f"Giám sát {_above(root)}", root, (Role.AUDITOR, "")),
        }
        return self._seated(root, f"Ban Thường vụ {_above(root)}", CITY_SEATS, _above(root), desks)

    def ward(self, unit: OrgUnit, supervised: list[OrgUnit]) -> Committee:
        """Staff a ward's committee; ``supervised`` are the cells its supervisor is sent to.

        Two work in the office: who enters for a cell does not receive that dossier.
        """
        self._committee, self._people = self._committee + 1, 0
        desks = {
            "office": self._appointed(
                "Văn phòng Đảng ủy", unit, (Role.WARD_OFFICE, ""), (Role.SITTING_RECORDER, "")
            ),
            "lead": self._appointed("Cán bộ tổ chức", unit, (Role.APPRAISER, "organisation")),
            "inspection": self._appointed(
                "Ủy ban Kiểm tra Đảng ủy", unit, (Role.APPRAISER, "inspection")
            ),
            "supervisor": self._appointed("Đảng ủy viên phụ trách"),
            "second_office": self._appointed("Văn phòng Đảng ủy", unit, (Role.WARD_OFFICE, "")),
        }
        for cell in supervised:
            appoint(self._session, desks["supervisor"], Role.SUPERVISOR, unit=cell)
        return self._seated(unit, usual_body_name(unit.name), WARD_SEATS, "Đảng ủy", desks)

    def _appointed(
        self, post: str, unit: OrgUnit | None = None, *roles: tuple[Role, str]
    ) -> Person:
        self._people += 1
        person = add_person(
            self._session, next(self._names), post=post,
            phone=invented_phone(self._committee, self._people),
        )  # fmt: skip
        for role, desk in roles:
            if unit is not None:
                appoint(self._session, person, role, unit=unit, desk=desk)
        return person

    def _seated(
        self, unit: OrgUnit, name: str, size: int, of: str, desks: dict[str, Person]
    ) -> Committee:
        body = add_body(self._session, name, unit=unit)
        parts = [
            (Seat.CHAIR, f"Bí thư {of}"),
            (Seat.DEPUTY, f"Phó Bí thư Thường trực {of}"),
            *[(Seat.MEMBER, "Ủy viên Ban Thường vụ")] * (size - 2),
        ]
        seats = []
        for position, (part, post) in enumerate(parts, start=1):
            person = self._appointed(post)
            seat(self._session, person, body=body, position=position, seat=part, post=post)
            seats.append(person)
        return Committee(unit, body, seats, desks)


def _above(root: OrgUnit) -> str:
    """Return what the committee above is called, without its place: «Thành ủy», «Tỉnh ủy»."""
    return " ".join(root.name.split()[:2])

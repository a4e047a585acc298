"""Lists for members' self-reflection: data, counted by the unit for itself, never scored.

A tenant's own stand in its campaign's rules under ``checklists``, in the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.engine.refusals import GoneError, Refusal
from workflows.review_teams.tables import ChecklistCount

SIGNS: dict[str, Any] = {
    "key": "27-bieu-hien",
    "title": "27 biểu hiện suy thoái, “tự diễn biến”, “tự chuyển hóa” (ghi rút gọn)",
    "source": "Nghị quyết số 04-NQ/TW ngày 30/10/2016, khóa XII; mẫu để đơn vị đối chiếu, sửa",
    "groups": [
        {
            "label": "Tư tưởng chính trị",
            "items": [
                "Phai nhạt lý tưởng, giảm sút niềm tin",
                "Xa rời tôn chỉ, mục đích của Đảng",
                "Lười học tập lý luận, nghị quyết",
                "Không chấp hành nghiêm nguyên tắc tổ chức, né tránh trách nhiệm",
                "Giấu khuyết điểm, nể nang khi tự phê bình và phê bình",
                "Nói, viết không đúng quan điểm của Đảng",
                "Duy ý chí, áp đặt, bảo thủ, chỉ làm theo ý mình",
                "Tham vọng chức quyền, chọn việc dễ, bỏ việc khó",
                "Tư duy nhiệm kỳ, chỉ lo việc trước mắt",
            ],
        },
        {
            "label": "Đạo đức, lối sống",
            "items": [
                "Cá nhân chủ nghĩa, ích kỷ, cơ hội, vụ lợi",
                "Vi phạm tập trung dân chủ, gây mất đoàn kết",
                "Kê khai tài sản, thu nhập không trung thực",
                "Bệnh thành tích, háo danh, phô trương",
                "Quan liêu, xa rời quần chúng, không sâu sát",
                "Thờ ơ, vô cảm trước khó khăn của nhân dân",
                "Tham ô, lãng phí, lợi dụng chức vụ",
                "Thao túng trong công tác cán bộ",
                "Sa vào tệ nạn xã hội, mê tín, không giữ thuần phong mỹ tục",
            ],
        },
        {
            "label": "“Tự diễn biến”, “tự chuyển hóa”",
            "items": [
                "Phủ nhận chủ nghĩa Mác - Lênin, tư tưởng Hồ Chí Minh",
                "Phủ nhận nhà nước pháp quyền xã hội chủ nghĩa",
                "Nói, viết, làm trái đường lối; hạ thấp thành quả cách mạng",
                "Kích động tư tưởng bất mãn, chống đối",
                "Phủ nhận vai trò lãnh đạo của Đảng đối với lực lượng vũ trang",
                "Móc nối với các thế lực thù địch",
                "Đưa thông tin phiến diện, sai lệch",
                "Quảng bá tác phẩm lệch lạc, bóp méo lịch sử",
                "Tư tưởng dân tộc hẹp hòi, tôn giáo cực đoan",
            ],
        },
    ],
}


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list with its items, in groups; each item has its place as key: ``1.3``."""

    key: str
    title: str
    source: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def items(self) -> list[tuple[str, str]]:
        """Every item as key and label."""
        return [item for _label, items in self.groups for item in items]


def checklists_of(session: TenantSession, year: int) -> list[Checklist]:
    """List the checklists of a year: the tenant's own, else the one that is shipped."""
    rules = session.scalars(
        select(Campaign.rules).where(Campaign.year == year).order_by(Campaign.id.desc()).limit(1)
    ).one_or_none()
    own = (rules or {}).get("checklists")
    return [_read(each) for each in (own or [SIGNS])]


def counts_of(
    session: TenantSession, unit: OrgUnit, year: int, key: str, *, viewer: Member
) -> ChecklistCount | None:
    """Return what a unit counted; for its own people alone."""
    if not _is_own(viewer, unit):
        return None
    return session.scalars(
        select(ChecklistCount).where(
            ChecklistCount.unit_id == unit.id,
            ChecklistCount.year == year,
            ChecklistCount.checklist == key,
        )
    ).one_or_none()


def count_signs(
    session: TenantSession,
    unit: OrgUnit,
    year: int,
    checklist: Checklist,
    *,
    reflected: int,
    counts: Mapping[str, int],
    actor: Member,
    seen_version: int = 0,
) -> ChecklistCount:
    """Keep how many members reflected, and how many saw which sign in themselves.

    Raises:
        GoneError: the actor is not of the unit.
        Refusal: ``more_than_members``; ``more_than_reflected``; ``changed_meanwhile``.

    """
    if not _is_own(actor, unit):
        raise GoneError(unit.id)
    if reflected > unit.members:
        raise Refusal("more_than_members", fields=["reflected"], members=unit.members)
    above = [f"sign-{key}" for key, count in counts.items() if count > reflected]
    if above:
        raise Refusal("more_than_reflected", fields=above, reflected=reflected)
    row = counts_of(session, unit, year, checklist.key, viewer=actor)
    if row is not None and row.version != seen_version:
        raise Refusal("changed_meanwhile", version=row.version)
    items = [
        {"key": key, "label": label, "count": counts.get(key, 0)} for key, label in checklist.items
    ]
    today = clock.today(session)
    if row is None:
        row = ChecklistCount(id=row_id(), unit_id=unit.id, year=year, checklist=checklist.key)
    row.reflected, row.items = reflected, items
    row.counted_on, row.counted_by = today, actor.name
    session.add(row)
    session.flush()
    facts = {"unit": unit.id, "year": year, "checklist": checklist.key, "reflected": reflected}
    record_event(session, "signs_counted", actor=actor, facts=facts)
    return row


def _is_own(member: Member, unit: OrgUnit) -> bool:
    return any(
        member.holds(role, unit_id=unit.id) for role in (Role.CELL_SECRETARY, Role.CELL_DEPUTY)
    )


def _read(data: Mapping[str, Any]) -> Checklist:
    groups: Sequence[Mapping[str, Any]] = data["groups"]
    return Checklist(
        data["key"],
        data["title"],
        data.get("source", ""),
        tuple(
            (
                group["label"],
                tuple((f"{number}.{place}", label)
                      for place, label in enumerate(group["items"], start=1)),
            )
            for number, group in enumerate(groups, start=1)
        ),
    )  # fmt: skip

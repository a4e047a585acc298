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

# Nghị quyết số 04-NQ/TW of 30/10/2016 names 27 signs in three groups of nine; each stands here
# in its own place and in short words, so that a cell finds the full text beside it.
SIGNS: dict[str, Any] = {
    "key": "27-bieu-hien",
    "title": "27 biểu hiện suy thoái, “tự diễn biến”, “tự chuyển hóa” (ghi rút gọn)",
    "source": (
        "Nghị quyết số 04-NQ/TW ngày 30/10/2016, Hội nghị Trung ương 4 khóa XII; ghi rút gọn theo"
        " thứ tự của Nghị quyết, khi đối chiếu dùng nguyên văn"
    ),
    "groups": [
        {
            "label": "Suy thoái về tư tưởng chính trị",
            "items": [
                "Phai nhạt lý tưởng, dao động, giảm sút niềm tin; hoài nghi nền tảng tư tưởng",
                "Xa rời tôn chỉ, mục đích của Đảng; phụ họa nhận thức, quan điểm sai trái",
                "Coi nhẹ lý luận; lười học tập lý luận, đường lối, nghị quyết, pháp luật",
                "Không nghiêm nguyên tắc tổ chức; sa sút ý chí, né trách nhiệm, làm việc qua loa",
                "Giấu khuyết điểm khi tự phê bình; nể nang, nịnh bợ hoặc vùi dập khi phê bình",
                "Nói, viết không đúng quan điểm, nghị quyết; nói một đằng làm một nẻo",
                "Duy ý chí, áp đặt, bảo thủ, chỉ làm theo ý mình, không lắng nghe",
                "Tham vọng chức quyền, không theo phân công, chọn việc dễ; vận động phiếu cho mình",
                "“Tư duy nhiệm kỳ”, chỉ lo việc trước mắt có lợi; bổ nhiệm người thân, người quen",
            ],
        },
        {
            "label": "Suy thoái về đạo đức, lối sống",
            "items": [
                "Cá nhân chủ nghĩa, ích kỷ, thực dụng, vụ lợi; ganh ghét, đố kỵ, so bì",
                "Vi phạm tập trung dân chủ, mất đoàn kết; cục bộ, bè phái, độc đoán, tranh quyền",
                "Kê khai, giải trình tài sản, thu nhập không trung thực",
                "“Bệnh thành tích”, háo danh, phô trương, che giấu khuyết điểm, “chạy” danh hiệu",
                "Quan liêu, xa dân, không sát cơ sở; thờ ơ, vô cảm trước khó khăn của nhân dân",
                "Quản lý kém, để lãng phí, thất thoát tiền, tài sản công, đất đai, nhân lực",
                "Tham ô, tham nhũng, móc ngoặc để trục lợi; dung túng, bao che tiêu cực",
                "Thao túng công tác cán bộ; dùng quyền lực cho mình, để người thân lợi dụng",
                "Đánh bạc, rượu chè bê tha, mê tín dị đoan, tệ nạn; trái thuần phong mỹ tục",
            ],
        },
        {
            "label": "“Tự diễn biến”, “tự chuyển hóa” trong nội bộ",
            "items": [
                "Phủ nhận chủ nghĩa Mác - Lênin, tư tưởng Hồ Chí Minh; đòi đa nguyên, đa đảng",
                "Phủ nhận nhà nước pháp quyền xã hội chủ nghĩa; đòi “tam quyền phân lập”",
                "Nói, viết, làm trái đường lối; phủ nhận thành quả cách mạng, xuyên tạc lịch sử",
                "Kích động bất mãn, chống đối; dùng truyền thông, mạng xã hội bôi nhọ, chia rẽ",
                "Phủ nhận Đảng lãnh đạo lực lượng vũ trang; đòi “phi chính trị hóa” lực lượng này",
                "Móc nối, cấu kết với thế lực thù địch, phản động, cơ hội chính trị",
                "Thông tin phiến diện, sai lệch về đối ngoại, về quan hệ với các nước",
                "Sáng tác, quảng bá tác phẩm lệch lạc, bóp méo lịch sử, hạ thấp uy tín của Đảng",
                "Tư tưởng dân tộc hẹp hòi, tôn giáo cực đoan; lợi dụng dân tộc, tôn giáo",
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

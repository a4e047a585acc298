"""A tenant's own forms in Word: what its papers are filled into instead of the product's.

A form is never changed: each upload is a version, the last one that stands is used from then on,
and papers that were made keep what they say. What may be in one is checked where it is filled in
for trial (``web.papers.forms``); here it is kept.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, undefer

from tenants import clock
from tenants.audit import record_event
from tenants.database import Base, TenantRow, row_id
from tenants.members import Member
from tenants.roles import Permission
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.papers.kinds import KINDS

# The slips of a meeting are no letters: their columns are those of the score.
FIXED = frozenset({"D5", "D5B"})
REPLACEABLE = tuple(
    kind.key for kind in KINDS.values() if "docx" in kind.forms and kind.key not in FIXED
)


class PaperForm(TenantRow, Base):
    """One version of a tenant's own form of a paper."""

    __tablename__ = "paper_forms"
    __table_args__ = (
        UniqueConstraint("tenant_id", "kind", "version"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
    )

    kind: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]


def keep_form(
    session: TenantSession, kind: str, name: str, content: bytes, *, actor: Member
) -> PaperForm:
    """Use a form from now on. It has been looked through and filled in for trial.

    Raises:
        Refusal: not the administrator, or a paper that has no form.

    """
    _allow(actor, kind)
    last = session.scalar(
        select(func.coalesce(func.max(PaperForm.version), 0)).where(PaperForm.kind == kind)
    )
    form = PaperForm(
        id=row_id(), kind=kind, version=(last or 0) + 1, name=name[:120], content=content,
        sha256=sha256(content).hexdigest(), added_at=clock.now(session), added_by=actor.name,
    )  # fmt: skip
    session.add(form)
    record_event(
        session, "paper_form_set", actor=actor,
        facts={"kind": kind, "version": form.version, "sha256": form.sha256},
    )  # fmt: skip
    session.flush()
    return form


def drop_form(session: TenantSession, kind: str, *, actor: Member) -> None:
    """Go back to the product's form; the tenant's versions stay to be looked at."""
    _allow(actor, kind)
    standing = session.scalars(
        select(PaperForm).where(PaperForm.kind == kind, PaperForm.removed_at.is_(None))
    ).all()
    for form in standing:
        form.removed_at, form.removed_by = clock.now(session), actor.name
    if standing:
        record_event(session, "paper_form_removed", actor=actor, facts={"kind": kind})


def standing_forms(session: TenantSession) -> dict[str, PaperForm]:
    """Return the forms of the tenant's own that are used now, by the paper's kind."""
    rows = session.scalars(
        select(PaperForm).where(PaperForm.removed_at.is_(None)).order_by(PaperForm.version)
    )
    return {form.kind: form for form in rows}  # the last version of each


def standing_form(
    session: TenantSession, kind: str, *, with_content: bool = False
) -> PaperForm | None:
    """Return the form that papers of this kind are filled into now, if the tenant has its own."""
    query = (
        select(PaperForm)
        .where(PaperForm.kind == kind, PaperForm.removed_at.is_(None))
        .order_by(PaperForm.version.desc())
        .limit(1)
    )
    if with_content:
        query = query.options(undefer(PaperForm.content))
    return session.scalars(query).one_or_none()


def _allow(actor: Member, kind: str) -> None:
    if not actor.may(Permission.CAMPAIGN_KEEP):
        raise Refusal("role", parties=["admin"])
    if kind not in REPLACEABLE:
        raise Refusal("no_such_form")

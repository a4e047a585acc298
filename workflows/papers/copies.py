"""What an office gives back of a paper: the form it edited in Word, the sheet it signed.

Both are kept beside what was made here, every one of them. A signed scan is the truth from the
day it is there: it stands first wherever the paper is listed, and goes into the bundle.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from PIL import Image
from sqlalchemy import func, select

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import Kind
from workflows.evidence.preparing import Prepared, Upload, prepare
from workflows.papers.tables import Origin, Paper

OF_THE_CELL = frozenset({"D1", "D2", "D6", "D7"})
GIVEN_BACK = (Origin.EDITED, Origin.SIGNED)
FORMS = {Kind.DOCX: "docx", Kind.PDF: "pdf", Kind.JPEG: "pdf", Kind.PNG: "pdf"}
TAKES = {Origin.EDITED: (Kind.DOCX,), Origin.SIGNED: (Kind.PDF, Kind.JPEG, Kind.PNG)}
DOTS_AN_INCH = 150.0


def may_give_back(member: Member, paper: Paper, dossier: Dossier | None = None) -> bool:
    """Tell whether the member's office gives copies of a paper back.

    A cell gives its own papers back, the committees theirs, and the ward's office for its cells.

    Args:
        dossier: whose paper it is; without one the caller has asked about sitting or decision.

    """
    if dossier is None:
        return True
    if member.holds(Role.WARD_OFFICE, unit_id=dossier.committee_id):
        return True
    if paper.kind in OF_THE_CELL:
        return any(
            member.holds(role, unit_id=dossier.unit_id)
            for role in (Role.CELL_SECRETARY, Role.CELL_DEPUTY)
        )
    return member.holds(Role.CITY_OFFICE) or member.holds(Role.CITY_ORG_DEPT)


def give_back(
    session: TenantSession,
    paper: Paper,
    upload: Upload,
    origin: Origin,
    *,
    actor: Member,
    clamav_url: str | None = None,
) -> Paper:
    """Keep an edited form or a signed scan of a paper that was made here.

    A photo of the signed sheet is kept as PDF.

    Raises:
        Refusal: a file that is not what its origin asks for, that is hostile, or a copy of
            something that was not made here.

    """
    if origin not in GIVEN_BACK or paper.origin is not Origin.MADE:
        raise Refusal("copy_of_what")
    prepared = prepare(upload, clamav_url=clamav_url)
    if prepared.kind not in TAKES[origin]:
        raise Refusal(f"copy_{origin.value}_kind", name=upload.name)
    content, form = _content(prepared), FORMS[prepared.kind]
    # Two at once wait for each other: each is kept under a number of its own.
    session.execute(select(Paper.id).where(Paper.id == paper.id).with_for_update())
    number = session.scalar(
        select(func.coalesce(func.max(Paper.upload), 0)).where(
            Paper.kind == paper.kind,
            Paper.part == paper.part,
            Paper.origin == origin,
            *(
                getattr(Paper, column).is_not_distinct_from(getattr(paper, column))
                for column in ("decision_id", "sitting_id", "dossier_id", "unit_id")
            ),
        )
    )
    kept = Paper(
        id=row_id(), kind=paper.kind, edition=paper.edition, form=form, origin=origin,
        upload=(number or 0) + 1, decision_id=paper.decision_id, sitting_id=paper.sitting_id,
        dossier_id=paper.dossier_id, unit_id=paper.unit_id, campaign_id=paper.campaign_id,
        part=paper.part, content=content, sha256=sha256(content).hexdigest(),
        made_at=clock.now(session), kept_by=actor.name,
    )  # fmt: skip
    session.add(kept)
    record_event(
        session, "paper_given_back", actor=actor,
        facts={"kind": paper.kind, "origin": origin, "sha256": kept.sha256},
    )  # fmt: skip
    session.flush()
    return kept


def _content(prepared: Prepared) -> bytes:
    if prepared.kind not in (Kind.JPEG, Kind.PNG):
        return prepared.content
    out = BytesIO()
    with Image.open(BytesIO(prepared.content)) as picture:
        picture.convert("RGB").save(out, "PDF", resolution=DOTS_AN_INCH)
    return out.getvalue()

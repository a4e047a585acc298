"""The job ``make_papers``: papers as files, made of the facts that were kept for them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeAlias
from uuid import UUID

from jinja2 import TemplateError
from sqlalchemy import select

from jobs.papers.bundles import Part, bundle_pdf, bundle_zip
from jobs.papers.kinds import LAYOUTS
from jobs.papers.layout import Layout
from jobs.papers.lists import xlsx_of
from jobs.papers.typeset import pdf_of
from jobs.papers.word import docx_of
from tenants import clock
from tenants.database import Json
from tenants.outbox import OutboxItem
from tenants.wall import TenantSession
from workflows.papers.forms import standing_form
from workflows.papers.frame import words_of
from workflows.papers.tables import Paper

log = logging.getLogger(__name__)

Render: TypeAlias = "Callable[[Layout, Json], bytes]"
BUNDLES: dict[str, Callable[[Json, Sequence[Part]], bytes]] = {
    "pdf": bundle_pdf,
    "zip": bundle_zip,
}
# What papers that were gathered before committees had titles do not say.
SAID_OF_CELLS = words_of("") | {"merit_voted": True, "rated": True}
FORMS: dict[str, Render] = {"pdf": pdf_of, "docx": docx_of, "xlsx": xlsx_of}


def make_papers(session: TenantSession, item: OutboxItem) -> None:
    """Make the files of ``{"papers": [id, …]}``; one that is made already stays as it is."""
    wanted = [UUID(paper_id) for paper_id in item.payload["papers"]]
    papers = session.scalars(
        select(Paper)
        .where(Paper.id.in_(wanted), Paper.content.is_(None))
        .order_by(Paper.id)
        .with_for_update()
    )
    for paper in papers:
        _make(session, paper)


def _make(session: TenantSession, paper: Paper) -> None:
    facts = SAID_OF_CELLS | (paper.facts or {})
    if paper.kind == "D20":
        content = BUNDLES[paper.form](facts, _parts(session, facts))
    elif paper.form == "docx":
        content = in_word(session, paper.kind, facts)
    else:
        content = FORMS[paper.form](LAYOUTS[paper.kind], facts)
    paper.content, paper.sha256 = content, sha256(content).hexdigest()
    paper.made_at = clock.now(session)


def in_word(session: TenantSession, kind: str, facts: Json) -> bytes:
    """Fill in the tenant's own form; the product's where these facts lack what that asks for."""
    own = standing_form(session, kind, with_content=True)
    if own is not None:
        try:
            return docx_of(LAYOUTS[kind], facts, form=bytes(own.content))
        except TemplateError:
            log.warning("The form %s of tenant %s asks for too much", own.id, session.tenant_id)
    return docx_of(LAYOUTS[kind], facts)


def _parts(session: TenantSession, facts: Json) -> list[Part]:
    """Return the papers of a bundle; one that has not been made yet is made first."""
    wanted = [UUID(row["paper"]) for row in facts["papers"]]
    found = {
        paper.id: paper
        for paper in session.scalars(
            select(Paper).where(Paper.id.in_(wanted)).order_by(Paper.id).with_for_update()
        )
    }
    for paper in found.values():
        if paper.content is None:
            _make(session, paper)
    return [Part(found[each].kind, bytes(found[each].content or b"")) for each in wanted]

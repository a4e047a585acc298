"""A tenant's own artwork: the picture that lies under the words of its certificates."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import undefer

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.certificates.tables import CertificateArtwork
from workflows.engine.refusals import Refusal
from workflows.evidence.preparing import Upload
from workflows.evidence.viruses import refuse_viruses

LARGEST_MB = 10
MOST_PIXELS = 40_000_000
NARROWEST = 1600  # pixels over 297 mm: coarser shows when it is printed
WIDEST = 3508  # 300 dots an inch
SHEET = 297 / 210
SLACK = 0.03
FORMATS = ("PNG", "JPEG")
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError, KeyError)


def take_artwork(
    session: TenantSession, upload: Upload, *, actor: Member, clamav_url: str | None = None
) -> CertificateArtwork:
    """Take a picture as the artwork from now on; what was printed before keeps its own.

    It is drawn anew, so that nothing of the file is left but the picture.

    Raises:
        Refusal: not an office that keeps decisions, or a file that is no picture of a lying
            A4 sheet, too coarse or too large; always with the ``name`` of the file.

    """
    _allow(actor)
    try:
        form, content, (width, height) = _drawn(upload.content, clamav_url)
    except Refusal as refusal:
        raise Refusal(refusal.code, name=upload.name, **refusal.info) from refusal
    artwork = CertificateArtwork(
        id=row_id(), name=upload.name[:120], form=form, content=content,
        sha256=sha256(content).hexdigest(), width=width, height=height,
        added_at=clock.now(session), added_by=actor.name,
    )  # fmt: skip
    session.add(artwork)
    record_event(
        session, "certificate_artwork_set", actor=actor,
        facts={"name": artwork.name, "sha256": artwork.sha256},
    )  # fmt: skip
    session.flush()
    return artwork


def remove_artwork(session: TenantSession, *, actor: Member) -> None:
    """Go back to the product's frame; earlier artworks stay in the register."""
    _allow(actor)
    found = session.scalars(
        select(CertificateArtwork).where(CertificateArtwork.removed_at.is_(None)).with_for_update()
    ).all()
    for artwork in found:
        artwork.removed_at, artwork.removed_by = clock.now(session), actor.name
    if found:
        record_event(
            session, "certificate_artwork_removed", actor=actor, facts={"name": found[-1].name}
        )


def standing_artwork(
    session: TenantSession, *, with_content: bool = False
) -> CertificateArtwork | None:
    """Return the artwork that certificates are printed on now, if the tenant has its own."""
    query = (
        select(CertificateArtwork)
        .where(CertificateArtwork.removed_at.is_(None))
        .order_by(CertificateArtwork.added_at.desc(), CertificateArtwork.id.desc())
        .limit(1)
    )
    if with_content:
        query = query.options(undefer(CertificateArtwork.content))
    return session.scalars(query).one_or_none()


def _drawn(content: bytes, clamav_url: str | None) -> tuple[str, bytes, tuple[int, int]]:
    if not content:
        raise Refusal("file_empty")
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise Refusal("file_too_big", most=LARGEST_MB)
    refuse_viruses(content, clamav_url)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal("file_pixels", most=MOST_PIXELS // 1_000_000)
            if abs(picture.width / picture.height / SHEET - 1) > SLACK:
                raise Refusal("artwork_shape", width=picture.width, height=picture.height)
            if picture.width < NARROWEST:
                raise Refusal("artwork_coarse", width=picture.width, least=NARROWEST)
            return _written(picture)
    except UnidentifiedImageError as error:
        raise Refusal("artwork_kind") from error
    except _BROKEN as error:
        raise Refusal("file_broken") from error


def _written(picture: Image.Image) -> tuple[str, bytes, tuple[int, int]]:
    coloured = picture.convert("RGBA")
    coloured.thumbnail((WIDEST, WIDEST))
    paper = Image.new("RGB", coloured.size, "white")
    paper.paste(coloured, mask=coloured.getchannel("A"))
    out = BytesIO()
    if picture.format == "PNG":
        paper.save(out, "PNG", optimize=True)
        return "png", out.getvalue(), paper.size
    paper.save(out, "JPEG", quality=90)
    return "jpg", out.getvalue(), paper.size


def _allow(actor: Member) -> None:
    if not (actor.holds(Role.CITY_OFFICE) or actor.holds(Role.CITY_ORG_DEPT)):
        raise Refusal("role", parties=["city_org", "city_office"])

"""What stands in the varying parts of addresses. A new route with a new part is told here.

A part is either a word of the service, the same for everybody (``WORDS``), or names a row
of a tenant (``OWNED``): then it is tried with a row of the victim's, with one that does not
exist, and with rows of different owners mixed in one address.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from werkzeug.routing import Rule

from tenants.database import Base
from workflows.flows import FLOWS

MOVES = tuple(sorted({move.word for move in FLOWS["cell_title", 1].moves}))

# (first part of the address, name of the varying part) → which row of a tenant it names.
OWNED = {
    ("ho-so", "code"): "dossier",
    ("phien-hop", "code"): "sitting",
    ("quyet-dinh", "code"): "decision",
    ("quan-tri", "code"): "unit",
    ("phuong", "code"): "unit",
    ("thanh-pho", "code"): "unit",
    ("he-thong", "slug"): "tenant",
    ("he-thong", "proposal_id"): "proposal",
    ("he-thong", "account_id"): "operator",
}
# Parts that name the row of a table by its id, wherever they stand. ``x_id`` names a row of
# the table ``xs`` without being told.
OF_TABLE = {
    "seat_id": "body_members",
    "membership_id": "memberships",
    "delegation_id": "delegations",
    "paper_id": "papers",
    "printed_sheet_id": "printed_sheets",
    "certificate_id": "certificates",
    "evidence_id": "evidence",
    "list_id": "uploaded_lists",
    "person_id": "people",
    "sign_in_id": "sign_ins",
    "passkey_id": "passkeys",
    "task_id": "tasks",
    "event_id": "campaign_events",
    "meeting_id": "monthly_meetings",
    "entry_id": "log_entries",
    "team_id": "review_teams",
    "flag_id": "weak_flags",
    "route_id": "campaign_routes",
    "title_request_id": "title_requests",
    "set_id": "criteria_sets",
    "draft_id": "criteria_drafts",
}
WORDS: dict[tuple[str, str], Sequence[str]] = {
    ("danh-sach", "level"): ("ward", "city"),
    ("hang-loat", "word"): ("tiep-nhan", "mo-tu-danh-gia", "ket-luan-tham-dinh-cap-tren"),
    ("hang-loat", "number"): ("7",),
    ("ho-so", "word"): MOVES,
    ("ho-so", "key"): ("1", "1.1"),
    ("loi-moi", "token"): ("khong-phai-loi-moi",),
    ("quyet-dinh", "edition"): ("draft", "final"),
    ("quyet-dinh", "form"): ("pdf", "docx"),
    ("quyet-dinh", "time"): ("1", "99"),
    ("phien-hop", "_act"): ("khai-mac",),
    ("quan-tri", "word"): ("nhap", "doi-ten"),
    ("quan-tri", "branch"): ("don-vi", "loai-hinh"),
    ("quan-tri", "own_code"): ("party_cell", "residential", "khong-co"),
    ("quan-tri", "part"): ("nhom", "can-cu"),
    ("quan-tri", "place"): ("moi", "0"),
    ("quan-tri", "form"): ("xlsx", "yaml"),
    ("quan-tri", "name"): ("chi-bo-4-tot-100-diem",),
    ("quan-tri", "day"): ("2026-09-02",),
    ("quan-tri", "year"): ("2026", "2025"),
    ("quan-tri", "kind"): ("D10", "D1"),
    ("quan-tri", "what"): ("mau", "thu"),
    ("quan-tri", "seq"): ("1", "999999"),
    ("he-thong", "word"): ("tam-ngung", "mo-lai"),
    ("he-thong", "token"): ("khong-phai-loi-moi",),
    ("van-ban", "kind"): ("D3", "D12", "D18"),
    ("van-ban", "year"): ("2026", "2025"),
    ("static", "name"): ("app.css",),
    ("xac-nhan", "code"): ("BBBB-BBBB-BBBB-BBBB", "khong-phai-ma"),
}  # fmt: skip
# How a row that does not exist is named, where its name is no UUID.
MISSING = {
    "dossier": "26-99999", "sitting": "26-P999", "decision": "26-Q999", "unit": "khong-co-don-vi",
    "tenant": "khong-co",
}  # fmt: skip
# Acts on one's own things: with the right of being signed in everybody may do them, so an
# insider does not repeat the victim's. Outsiders do.
OWN_ACTS = frozenset(
    {
        "signing_in.sign_out", "notices.mark", "told_how.keep", "passwords.keep",
        "passwords.remove", "account.sign_out_others", "again.send_code", "again.prove",
        "again.prove_passkey", "again.ask_passkey", "evidence.workbook", "phones.change",
        "unit_papers.make",  # of the visitor's own unit: the address names no other
    }
)  # fmt: skip
OWN_AREAS = ("protection.", "signing_in.", "second.", "again.")


def part_of(rule: Rule, name: str) -> tuple[str, Sequence[str]]:
    """Return the kind of row that a part of an address names, or the words it may be.

    Raises:
        AssertionError: nobody has said what stands there.

    """
    first = next(
        (part for part in rule.rule.split("/") if part and not part.startswith("<slug:tenant")), ""
    )
    if name in OF_TABLE or f"{name.removesuffix('_id')}s" in Base.metadata.tables:
        return OF_TABLE.get(name) or f"{name.removesuffix('_id')}s", ()
    if (first, name) in OWNED:
        return OWNED[first, name], ()
    if (first, name) in WORDS:
        return "", WORDS[first, name]
    message = (
        f"the sweep does not know what stands for <{name}> in {rule.rule} ({rule.endpoint}): say it"
        f" in tests/sweep/places.py, in OF_TABLE or OWNED if it names a row of a tenant, in WORDS"
        f" under ({first!r}, {name!r}) if it is a word of the service"
    )
    raise AssertionError(message)


def missing(kind: str) -> str:
    """Return a name of this kind that nothing has."""
    return MISSING.get(kind) or str(UUID(int=0xDEAD_BEEF << 64 | 4 << 76 | 2 << 62))


def is_own_act(endpoint: str) -> bool:
    """Tell whether the act is on the visitor's own things alone."""
    return endpoint in OWN_ACTS or endpoint.startswith(OWN_AREAS)

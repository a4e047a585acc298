"""The job ``tell``: what follows a move outside its own transaction.

Whoever should hear of it finds it among their messages, and outside of the service once its
hour has come; its papers are asked for.
"""

from __future__ import annotations

from jobs.channels.ways import ways_of
from tenants.outbox import OutboxItem, leave
from tenants.settings import settings
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from workflows.messages.moves import send_of
from workflows.notices.telling import tell_of
from workflows.papers.gathering import has_papers


def tell(session: TenantSession, item: OutboxItem) -> None:
    """Tell of the event that ``payload`` names by its number, ``{"seq": 12}``."""
    seq = item.payload["seq"]
    tell_of(session, seq)
    tenant = session.get_one(Tenant, session.tenant_id)
    send_of(session, tenant, seq, ways=ways_of(settings(), tenant))
    if has_papers(session, seq):
        leave(session, "papers_of_move", {"seq": seq}, dossier_id=item.dossier_id)

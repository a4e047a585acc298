"""Every job by its name in the outbox: where it waits, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from jobs.certificates import print_certificates
from jobs.decisions import decision_paper
from jobs.deliveries import deliver
from jobs.first_administrator import first_administrator
from jobs.invitations import send_invitation
from jobs.lists import take_list, undo_list
from jobs.notices import tell
from jobs.opening import open_dossiers
from jobs.papers.making import make_papers
from jobs.papers.of_moves import papers_of_move
from jobs.papers.of_sittings import papers_of_sitting
from jobs.sign_in_codes import send_code
from tenants.outbox import OutboxItem
from tenants.wall import TenantSession

QUEUES = ("messages", "papers", "imports")

Work: TypeAlias = "Callable[[TenantSession, OutboxItem], None]"


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work.

    ``work`` gets a session of the item's tenant and the locked item. It changes
    rows in that session, does not commit, and may be called again after a crash.
    """

    queue: str
    work: Work
    in_one_go: bool = False
    """Whether the process that does one does others of the tenant too: it has read the
    typefaces and drawn the forms already, which takes longer than the paper itself."""


JOBS: dict[str, Job] = {
    "tell": Job("messages", tell),
    "deliver": Job("messages", deliver),
    "open_dossiers": Job("imports", open_dossiers),
    "sign_in_code": Job("messages", send_code),
    "decision_paper": Job("papers", decision_paper),
    "papers_of_move": Job("papers", papers_of_move, in_one_go=True),
    "papers_of_sitting": Job("papers", papers_of_sitting),
    "make_papers": Job("papers", make_papers, in_one_go=True),
    "print_certificates": Job("papers", print_certificates),
    "first_administrator": Job("messages", first_administrator),
    "invitation": Job("messages", send_invitation),
    "take_list": Job("imports", take_list),
    "undo_list": Job("imports", undo_list),
}

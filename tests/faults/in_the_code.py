"""Faults of the code. Each function puts something wrong in the place of something right."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Any

from flask import Flask, abort, g, request
from sqlalchemy import select

import jobs.run
import tenants.audit
import tenants.platform.break_glass
import tenants.proofs.passwords
import tenants.wall
import web.access
import web.admission
import web.csrf
import web.dossiers.loading
import web.finding.routes
import web.health
import web.idempotency
import web.lists.routes
import web.transaction
import web.visitor
import web.workbooks
from tenants.members import SYSTEM
from tenants.settings import settings
from tenants.signing_in.tables import SignIn
from tenants.signing_in.tokens import digest_of
from tenants.wall import open_session
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_dossier


def tenant_told_for_the_whole_session() -> None:
    """Leave the tenant on the connection, for whoever gets it next from the pool."""
    tenants.wall.ENTER = "SELECT set_config('app.tenant_id', '{}', false), now()"


def unscoped_export() -> None:
    """Export a list without asking who asks for it."""
    right = web.lists.routes.page_of_dossiers

    def all_of_them(session: Any, _member: Any, *rest: Any, **words: Any) -> Any:
        return right(session, SYSTEM, *rest, **words)

    web.lists.routes.page_of_dossiers = all_of_them


def unscoped_autocomplete() -> None:
    """Find whatever is typed, in whosever scope it lies."""
    right = web.finding.routes.find_dossiers

    def all_of_them(session: Any, _member: Any, *rest: Any, **words: Any) -> Any:
        return right(session, SYSTEM, *rest, **words)

    web.finding.routes.find_dossiers = all_of_them


def view_without_an_access_rule() -> None:
    """Forget to say who may call a view."""
    del web.access._access[web.health.alive]  # noqa: SLF001


def forbidden_instead_of_unknown() -> None:
    """Tell a stranger that the dossier is there and not theirs."""

    def telling(session: Any, code: str, *, viewer: Any) -> Dossier | None:
        found = find_dossier(session, code, viewer=viewer)
        if found is None and session.scalar(select(Dossier.id).where(Dossier.code == code)):
            abort(403)
        return found

    web.dossiers.loading.find_dossier = telling


def job_without_its_tenant() -> None:
    """Run a job in a session that belongs to no tenant."""
    jobs.run.open_session = lambda engine, _tenant=None: open_session(engine)


def session_that_the_browser_decides() -> None:
    """Believe the browser's cookie, whatever the server's row says."""

    def believing(session: Any, token: str) -> SignIn | None:
        return session.scalar(select(SignIn).where(SignIn.digest == digest_of(token)))

    web.visitor.find_sign_in = believing


def no_hash_for_an_unknown_account() -> None:
    """Answer at once where there is no password: the time tells who has an account."""
    right = tenants.proofs.passwords.matches
    tenants.proofs.passwords.matches = lambda kept, password: (
        right(kept, password) if kept else False
    )


def typed_text_as_html() -> None:
    """Show what people typed as it is: the filter ``safe`` on everything."""
    Flask.select_jinja_autoescape = lambda _self, _name: False  # type: ignore[method-assign]


def exported_formula() -> None:
    """Let a name that begins like a formula be one."""
    web.workbooks.LOOKS_LIKE_A_FORMULA = re.compile("(?!)")


def tenant_from_a_header() -> None:
    """Take the tenant from what the client says of itself."""
    right = web.admission._take_tenant  # noqa: SLF001

    def trusting(endpoint: str | None, values: dict[str, Any] | None) -> None:
        right(endpoint, values)
        if "tenant_slug" in g and request.headers.get("X-Tenant-ID"):
            g.tenant_slug = request.headers["X-Tenant-ID"]

    web.admission._take_tenant = trusting  # noqa: SLF001


def looking_may_write() -> None:
    """Give GET a transaction that can write."""
    web.transaction.SAFE_METHODS = frozenset()


def forms_of_other_sites() -> None:
    """Take a form from wherever it was sent."""
    web.csrf.is_from_elsewhere = lambda: False


def key_of_a_form_ignored() -> None:
    """Act as often as a form is sent."""
    web.idempotency._claim = lambda: None  # noqa: SLF001


def chain_without_a_key() -> None:
    """Chain the trail with what anybody can compute."""
    tenants.audit.chained = lambda previous, record: sha256(previous + record.encode()).digest()


def chain_without_links() -> None:
    """Hash each event of the trail alone."""

    def alone(_previous: bytes, record: str) -> bytes:
        return hmac.new(settings().need("audit_key").encode(), record.encode(), sha256).digest()

    tenants.audit.chained = alone


def break_glass_without_an_end() -> None:
    """Let an opening stand for ever."""
    openings = tenants.platform.break_glass.BreakGlassOpening
    tenants.platform.break_glass._stands = lambda _session: (openings.id.is_not(None),)  # noqa: SLF001


IN_THE_CODE = {
    tenant_told_for_the_whole_session: (
        "tests/tenants/test_wall.py::test_pooled_connection_keeps_no_tenant",
    ),
    unscoped_export: ("tests/web/test_typed_and_told.py::test_export_holds_ones_own_ward_alone",),
    unscoped_autocomplete: (
        "tests/web/finding/test_search.py::test_everybody_finds_their_own_scope_alone",
    ),
    view_without_an_access_rule: ("tests/web/test_health.py",),
    forbidden_instead_of_unknown: (
        "tests/web/test_foreign_addresses.py::test_dossier_does_not_exist_for_strangers",
    ),
    job_without_its_tenant: (
        "tests/jobs/test_run.py::test_item_is_done_once_however_often_it_is_delivered",
    ),
    session_that_the_browser_decides: (
        "tests/web/signing_in/test_entering.py::test_signed_out_browser_is_out_even_with_its_old_cookie",
    ),
    no_hash_for_an_unknown_account: (
        "tests/tenants/proofs/test_passwords.py::test_one_hash_of_the_same_cost_is_computed_for_everybody",
    ),
    typed_text_as_html: ("tests/web/test_typed_and_told.py::test_what_people_typed_is_text",),
    exported_formula: (
        "tests/web/trail/test_trail.py::test_exported_list_is_the_one_that_is_shown_and_no_formula",
    ),
    tenant_from_a_header: (
        "tests/web/test_typed_and_told.py::test_tenant_comes_from_the_address_alone",
    ),
    looking_may_write: (
        "tests/web/test_transaction.py::test_looking_cannot_write_even_if_it_tries",
    ),
    forms_of_other_sites: (
        "tests/web/test_csrf.py::test_form_of_another_site_is_refused_even_with_a_token",
    ),
    key_of_a_form_ignored: (
        "tests/web/test_idempotency.py::test_form_sent_twice_acts_once_and_gets_the_first_answer",
    ),
    chain_without_a_key: (
        "tests/tampering/test_tampering.py::test_every_tampering_is_found_at_its_first_event",
    ),
    chain_without_links: (
        "tests/tenants/test_audit.py::test_event_of_a_history_that_was_given_up_does_not_fit_into_the_chain",
    ),
    break_glass_without_an_end: (
        "tests/tenants/platform/test_break_glass.py::test_opening_ends_by_itself",
    ),
}

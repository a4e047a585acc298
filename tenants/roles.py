"""Roles: what a person is in a unit, and what pages that opens.

Which *moves* a role may make is decided by the flow table alone
(docs/process.md, sections 2 and 3); the permissions here only open pages.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is, in one unit, for a time."""

    CELL_SECRETARY = "cell_secretary"
    CELL_DEPUTY = "cell_deputy"
    SUPERVISOR = "supervisor"
    WARD_OFFICE = "ward_office"
    APPRAISER = "appraiser"
    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_CHAIR = "committee_chair"
    SITTING_RECORDER = "sitting_recorder"
    CITY_OFFICE = "city_office"
    CITY_ORG_DEPT = "city_org_dept"
    TENANT_ADMIN = "tenant_admin"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """One kind of page, named ``area:action``."""

    ADMIN_READ = "admin:read"
    ASSIGNED_CELLS = "cells:assigned"
    AUDIT_HOME = "audit:home"
    CALENDAR_KEEP = "calendar:keep"
    CAMPAIGN_KEEP = "campaign:keep"
    CELL_HOME = "cell:home"
    CITY_INBOX = "city:inbox"
    CODE_ISSUE = "code:issue"
    DECISION_KEEP = "decision:keep"
    EMERGENCY_SEEN = "emergency:seen"
    DOSSIER_READ = "dossier:read"
    LIST_IMPORT = "list:import"
    PEOPLE_KEEP = "people:keep"
    EVENT_KEEP = "event:keep"
    EVENT_READ = "event:read"
    PROGRESS_READ = "progress:read"
    SECOND_FACTOR_RESET = "second_factor:reset"
    REMINDER_SEND = "reminder:send"
    SITTING_PREPARE = "sitting:prepare"
    SITTING_READ = "sitting:read"
    TASKS_READ = "tasks:read"
    UNIT_KEEP = "unit:keep"
    TRAIL_READ = "trail:read"
    WARD_INBOX = "ward:inbox"
    WARD_YEAR = "ward:year"


_EVERYONE = frozenset({Permission.DOSSIER_READ})
_COMMITTEE = _EVERYONE | {Permission.SITTING_READ, Permission.EVENT_READ}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CELL_SECRETARY: _EVERYONE | {Permission.CELL_HOME},
    Role.CELL_DEPUTY: _EVERYONE | {Permission.CELL_HOME},
    Role.SUPERVISOR: _EVERYONE | {Permission.ASSIGNED_CELLS},
    Role.WARD_OFFICE: _COMMITTEE
    | {
        Permission.WARD_INBOX,
        Permission.TASKS_READ,
        Permission.DECISION_KEEP,  # those of its own body, where that decides by itself
        Permission.EVENT_KEEP,
        Permission.REMINDER_SEND,
        Permission.SITTING_PREPARE,
        Permission.PROGRESS_READ,
        Permission.CODE_ISSUE,
        Permission.PEOPLE_KEEP,
        Permission.WARD_YEAR,
    },
    Role.APPRAISER: _EVERYONE | {Permission.WARD_INBOX, Permission.TASKS_READ},
    Role.COMMITTEE_MEMBER: _COMMITTEE,
    Role.COMMITTEE_CHAIR: _COMMITTEE | {Permission.TASKS_READ},
    Role.SITTING_RECORDER: _COMMITTEE | {Permission.SITTING_PREPARE, Permission.TASKS_READ},
    Role.CITY_OFFICE: _COMMITTEE
    | {
        Permission.CITY_INBOX,
        Permission.TASKS_READ,
        Permission.EVENT_KEEP,
        Permission.REMINDER_SEND,
        Permission.SITTING_PREPARE,
        Permission.DECISION_KEEP,
        Permission.PROGRESS_READ,
    },
    Role.CITY_ORG_DEPT: _COMMITTEE
    | {
        Permission.CITY_INBOX,
        Permission.TASKS_READ,
        Permission.EVENT_KEEP,
        Permission.REMINDER_SEND,
        Permission.SITTING_PREPARE,
        Permission.DECISION_KEEP,
        Permission.PROGRESS_READ,
    },
    Role.TENANT_ADMIN: _EVERYONE
    | {
        Permission.ADMIN_READ,
        Permission.CALENDAR_KEEP,
        Permission.CAMPAIGN_KEEP,
        Permission.EVENT_READ,
        Permission.CODE_ISSUE,
        Permission.EMERGENCY_SEEN,
        Permission.TRAIL_READ,
        Permission.PEOPLE_KEEP,
        Permission.UNIT_KEEP,
        Permission.LIST_IMPORT,
        Permission.PROGRESS_READ,
        Permission.SECOND_FACTOR_RESET,
    },
    Role.AUDITOR: _COMMITTEE
    | {
        Permission.ADMIN_READ,
        Permission.AUDIT_HOME,
        Permission.PROGRESS_READ,
        Permission.TRAIL_READ,
    },
}

# What a delegation opens for the deputy: the lists where the work lies, and the dossiers.
LENT = frozenset(
    {
        Permission.CITY_INBOX,
        Permission.DOSSIER_READ,
        Permission.TASKS_READ,
        Permission.WARD_INBOX,
    }
)

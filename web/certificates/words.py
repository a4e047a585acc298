"""What the states of certificates, and the reasons for them, are called."""

from __future__ import annotations

from flask import Flask

from web.catalogue import _l
from workflows.certificates.tables import Mode, Reason, Status

STATUSES = {
    Status.ISSUED: _l("Đang có hiệu lực"),
    Status.REPLACED: _l("Đã thay bằng giấy khác"),
    Status.VOID: _l("Hết hiệu lực"),
}
LOOKS = {Status.ISSUED: "ok", Status.REPLACED: "none", Status.VOID: "late"}
REASONS = {
    Reason.MISPRINT: _l("In hỏng, in sai"),
    Reason.LOST: _l("Mất"),
    Reason.DAMAGED: _l("Hư hỏng"),
    Reason.NAME: _l("Sai tên đơn vị"),
    Reason.REVOKED: _l("Danh hiệu đã thu hồi"),
}
MODES = {
    Mode.FULL: _l("In cả nền, trên giấy trắng"),
    Mode.TEXT_ONLY: _l("Chỉ in chữ, trên phôi in sẵn"),
}


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    app.add_template_filter(status_word, "certificate_status")
    app.add_template_filter(status_look, "certificate_look")
    app.add_template_filter(reason_word, "certificate_reason")
    app.add_template_filter(mode_word, "print_mode")


def status_word(status: Status) -> str:
    """Return whether a certificate stands, in the visitor's language."""
    return str(STATUSES[status])


def status_look(status: Status) -> str:
    """Return the look of the tag that says so."""
    return LOOKS[status]


def reason_word(reason: Reason | None) -> str:
    """Return why a certificate stands no longer; nothing where it stands."""
    return str(REASONS[reason]) if reason else ""


def mode_word(mode: Mode) -> str:
    """Return what a run puts on the sheets."""
    return str(MODES[mode])

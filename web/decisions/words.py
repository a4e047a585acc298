"""What a decision decides, in words."""

from __future__ import annotations

from flask import Flask

from web.catalogue import _l
from workflows.decisions.tables import MERIT, RECOGNITION, RESTORATION, REVOCATION, Decision

DECIDES = {
    RECOGNITION: _l("Công nhận danh hiệu"),
    MERIT: _l("Tặng Giấy khen"),
    REVOCATION: _l("Thu hồi danh hiệu"),
    RESTORATION: _l("Khôi phục danh hiệu"),
}

ON_HOW_MANY = {
    RECOGNITION: _l("%(n)s {unit} được công nhận"),
    MERIT: _l("%(n)s {unit} được tặng Giấy khen"),
    REVOCATION: _l("%(n)s {unit} bị thu hồi danh hiệu"),
    RESTORATION: _l("%(n)s {unit} được khôi phục danh hiệu"),
}


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    app.add_template_filter(decides_what, "decides_what")
    app.add_template_filter(decided_on, "decided_on")


def decides_what(decision: Decision) -> str:
    """Return what a decision decides, in the visitor's language."""
    return str(DECIDES[decision.kind])


def decided_on(decision: Decision, count: int) -> str:
    """Say for how many units a decision decides it."""
    return str(ON_HOW_MANY[decision.kind]) % {"n": count}

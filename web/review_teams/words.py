"""What teams, their grounds and parts are called."""

from __future__ import annotations

from flask import Flask

from web import current
from web.badges import Badge, deadline
from web.catalogue import _, _l
from workflows.review_teams.tables import Ground, Part, ReviewTeam

GROUNDS = {
    Ground.SHORTCOMINGS: _l("Đơn vị có hạn chế, khuyết điểm"),
    Ground.LATE_REMEDIATION: _l("Chậm khắc phục"),
    Ground.SIGNS_OF_VIOLATION: _l("Có dấu hiệu vi phạm"),
}
PARTS = {
    Part.SUGGESTS: _l("Gợi ý kiểm điểm"),
    Part.ATTENDS: _l("Dự và chỉ đạo kiểm điểm"),
}


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    app.add_template_filter(ground_word)
    app.add_template_filter(part_word)
    app.add_template_filter(team_badge)


def ground_word(ground: Ground) -> str:
    """Say why a team is sent."""
    return str(GROUNDS[Ground(ground)])


def part_word(part: Part) -> str:
    """Say what a team does."""
    return str(PARTS[Part(part)])


def team_badge(team: ReviewTeam) -> Badge:
    """Say where a team stands."""
    if team.cancelled_at is not None:
        return Badge("none", "", _("Đã hủy"))
    if team.held_on is not None:
        return Badge("ok", "ok", _("Đã làm việc"))
    return deadline(team.planned_on, today=current.today())

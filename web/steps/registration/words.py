"""What a cell registers for, in words."""

from __future__ import annotations

from flask import Flask

from web.catalogue import _
from web.words import title_word
from workflows.dossiers.tables import AIMS, Dossier


def init_app(app: Flask) -> None:
    """Give the words to every template, as a filter."""
    app.add_template_filter(aim_word)


def aim_word(aim: str | None, dossier: Dossier) -> str:
    """Say what a cell registers for; without a word it is the title."""
    if (aim or AIMS[0]) == AIMS[0]:
        return _("Danh hiệu “%(title)s”", title=title_word(dossier))
    return _("Danh hiệu và đề nghị tặng Giấy khen")

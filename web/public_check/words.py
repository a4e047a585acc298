"""What a paper is called to somebody from outside: no words of any one tenant."""

from __future__ import annotations

from flask import Flask

from web.catalogue import _, _l
from workflows.decisions.checking import Checked
from workflows.decisions.tables import Misprinted

PAPERS = {
    "recognition": _l("Quyết định công nhận danh hiệu “%(award)s” năm %(year)s"),
    "revocation": _l("Quyết định thu hồi danh hiệu “%(award)s” năm %(year)s"),
    "restoration": _l("Quyết định khôi phục danh hiệu “%(award)s” năm %(year)s"),
    "merit": _l("Quyết định tặng Giấy khen “%(award)s” năm %(year)s"),
    "title": _l("Danh hiệu “%(award)s” năm %(year)s"),
    "certificate": _l("Giấy khen “%(award)s” năm %(year)s"),
}

MISPRINTED = {
    Misprinted.NUMBER: _l("Số quyết định"),
    Misprinted.SIGNED_ON: _l("Ngày ký"),
    Misprinted.UNIT: _l("Tên đơn vị"),
    Misprinted.COMMITTEE: _l("Tên đảng bộ"),
    Misprinted.SECRETARY: _l("Tên bí thư"),
    Misprinted.BASIS: _l("Căn cứ"),
}


def init_app(app: Flask) -> None:
    """Give the words to every template, as a filter."""
    app.add_template_filter(misprinted_word, "misprinted")


def misprinted_word(field: Misprinted) -> str:
    """Return what was misprinted, in the visitor's language."""
    return str(MISPRINTED[field])


def paper_words(found: Checked) -> str:
    """Return what the paper is called."""
    words = PAPERS.get(found.kind)
    if words is None:
        return _("Văn bản số %(number)s", number=found.number)
    return str(words) % {"award": found.award, "year": found.year}

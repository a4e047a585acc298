"""What a paper is called to somebody from outside: no words of any one tenant."""

from __future__ import annotations

from web.catalogue import _, _l
from workflows.decisions.checking import Checked

PAPERS = {
    "recognition": _l("Quyết định công nhận danh hiệu “%(award)s” năm %(year)s"),
    "revocation": _l("Quyết định thu hồi danh hiệu “%(award)s” năm %(year)s"),
    "restoration": _l("Quyết định khôi phục danh hiệu “%(award)s” năm %(year)s"),
    "merit": _l("Quyết định tặng Giấy khen “%(award)s” năm %(year)s"),
    "title": _l("Danh hiệu “%(award)s” năm %(year)s"),
    "certificate": _l("Giấy khen “%(award)s” năm %(year)s"),
}


def paper_words(found: Checked) -> str:
    """Return what the paper is called."""
    words = PAPERS.get(found.kind)
    if words is None:
        return _("Văn bản số %(number)s", number=found.number)
    return str(words) % {"award": found.award, "year": found.year}

"""The page that a code on a paper leads to. It belongs to no tenant and asks for no sign-in."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from tenants.public_codes import as_printed
from web import current
from web.access import public
from web.htmx import go, show
from web.public_check.words import paper_words
from workflows.decisions.checking import check

bp = Blueprint("public_check", __name__, url_prefix="/xac-nhan")
LONGEST = 60


@bp.get("")
@public
def ask() -> ResponseReturnValue:
    """Ask for the code, or go to what it stands for."""
    typed = request.args.get("ma", "").strip()[:LONGEST]
    code = as_printed(typed)
    if code:
        return go(url_for("public_check.answer", code=code))
    return show("public_check/ask.html", missing="ma" in request.args)


@bp.get("/<string:code>")
@public
def answer(code: str) -> ResponseReturnValue:
    """Say what the paper with this code is worth; for every other code the answer is one."""
    found = check(current.session(), code[:LONGEST])
    if found is None:
        return show("public_check/unknown.html", status=404)
    return show(
        "public_check/answer.html",
        found=found,
        paper=paper_words(found),
        code=as_printed(code),
        today=current.today(),
    )

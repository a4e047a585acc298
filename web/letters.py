"""Which letters come in: what nobody sees and no keyboard writes is left at the door.

A text pasted from Word brings line breaks of its own (vertical tabs), a script a NUL. The
database takes no NUL, and neither a workbook nor a printed paper takes the others: one of them in a
line would make every later export of it fail. Signs that turn the direction of writing are left out
as well: they serve no Vietnamese word, and can make a name or the end of a file's read otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

# Word's line breaks within a paragraph, and its new page.
BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)

# How browsers send forms.
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def legible(text: str) -> str:
    """Return a text without what nobody sees; Word's breaks become ordinary ones."""
    return UNSEEN.sub("", BREAKS.sub("\n", text))


class LegibleRequest(Request):
    """A request in whose address and form stands nothing unseen.

    Names of files stay as they came: one that hides what it is, is refused with a sentence.
    """

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The parameters of the address."""
        return ImmutableMultiDict(_legible(super().args))

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.__dict__["form"] = ImmutableMultiDict(_legible(self.__dict__["form"]))


def init_app(app: Flask) -> None:
    """Read every request so; an address with such a letter in its path leads nowhere."""
    app.request_class = LegibleRequest
    app.before_request(_refuse_unseen_paths)
    app.before_request(_refuse_what_is_no_form)


def _refuse_unseen_paths() -> None:
    if legible(request.path) != request.path:
        abort(404)


def _refuse_what_is_no_form() -> None:
    """Take forms alone: as JSON, what is sent would pass by the letters above and a form's key."""
    if request.mimetype and request.mimetype not in FORMS:
        abort(415)


def _legible(sent: MultiDict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in sent.items(multi=True):
        yield legible(name), legible(value) if isinstance(value, str) else value

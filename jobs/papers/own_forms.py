"""Trying a tenant's own form before it is used: filled in with a sample, or told what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile

from docx.opc.constants import CONTENT_TYPE
from docxtpl import DocxTemplate
from jinja2 import TemplateError, UndefinedError, nodes

from jobs.papers.kinds import LAYOUTS
from jobs.papers.samples import sample_of
from jobs.papers.word import Forms, docx_of

MOST_LOOPS = 2  # one within another
FILLED_IN = frozenset(
    {CONTENT_TYPE.WML_HEADER, CONTENT_TYPE.WML_FOOTER, CONTENT_TYPE.WML_FOOTNOTES}
)


class UnknownFieldsError(ValueError):
    """A form asks for what the paper does not have; ``fields`` names it."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class UnreadableFormError(ValueError):
    """A form's tags cannot be read: one is open, or reaches for what it may not."""


def tried(kind: str, form: bytes) -> bytes:
    """Fill a form in with the sample of its paper.

    Raises:
        UnknownFieldsError: it names fields that the paper does not have.
        UnreadableFormError: its tags cannot be read.

    """
    facts = sample_of(kind)
    try:
        template = DocxTemplate(BytesIO(form))
        _look_at_loops(template)
        asked = template.get_undeclared_template_variables(Forms())
        pictures = {f"{name}_picture" for name in facts}
        unknown = sorted(asked - set(facts) - pictures)
        if unknown:
            raise UnknownFieldsError(unknown)
        return docx_of(LAYOUTS[kind], facts, form=form)
    except UndefinedError as error:
        raise UnknownFieldsError([str(error.message)]) from error
    except TemplateError as error:
        raise UnreadableFormError(str(error)) from error
    except (BadZipFile, ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        if isinstance(error, (UnknownFieldsError, UnreadableFormError)):
            raise
        raise UnreadableFormError(str(error)) from error


def _look_at_loops(template: DocxTemplate) -> None:
    """Refuse loops within loops within loops: each multiplies the time that a paper takes.

    Raises:
        UnreadableFormError: there are such.

    """
    template.init_docx()
    for part in _parts(template):
        if _depth(Forms().parse(template.patch_xml(part))) > MOST_LOOPS:
            raise UnreadableFormError("for")


def _parts(template: DocxTemplate) -> Iterator[str]:
    """Give the text of every part of a form that is filled in: what stands on its edges too."""
    yield template.get_xml()
    for part in template.docx.part.package.iter_parts():
        if part.content_type in FILLED_IN:
            yield template.get_part_xml(part)


def _depth(node: nodes.Node) -> int:
    inner = max((_depth(child) for child in node.iter_child_nodes()), default=0)
    return inner + isinstance(node, nodes.For)

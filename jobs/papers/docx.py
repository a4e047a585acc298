"""Decisions as DOCX, for clerks who edit before signing."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from jobs.papers.facts import DecisionFacts
from jobs.papers.values import decision_values

TEMPLATE = Path(__file__).parent / "templates" / "decision.docx"
PROPERTY_LENGTH = 255  # what the format allows


def render_docx(facts: DecisionFacts) -> bytes:
    """Write the decision with the same words as the PDF.

    The environment is sandboxed and strict: a tag in the template reaches nothing but the
    values, and a misspelt one raises ``jinja2.UndefinedError`` instead of printing a gap.
    """
    values = decision_values(facts)
    document = DocxTemplate(TEMPLATE)
    document.render(values, SandboxedEnvironment(undefined=StrictUndefined, autoescape=True))

    # Set here and not by tags: in a template they would be escaped twice.
    properties = document.docx.core_properties
    properties.title = values["document_title"][:PROPERTY_LENGTH]
    properties.author = values["issuing_body"][:PROPERTY_LENGTH]
    properties.keywords = ", ".join(values["keywords"])[:PROPERTY_LENGTH]
    properties.created = properties.modified = datetime.combine(facts.document_date, time())

    paper = BytesIO()
    document.save(paper)
    return paper.getvalue()

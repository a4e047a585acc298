"""The papers, each with its layout."""

from jobs.papers.kinds.receipt import RECEIPT
from jobs.papers.kinds.recognition_decision import RECOGNITION_DECISION
from jobs.papers.layout import Layout

LAYOUTS: dict[str, Layout] = {layout.kind: layout for layout in (RECEIPT, RECOGNITION_DECISION)}

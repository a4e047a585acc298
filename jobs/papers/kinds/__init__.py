"""The papers, each with its layout."""

from jobs.papers.kinds.appraisals import CITY_APPRAISAL, WARD_APPRAISAL
from jobs.papers.kinds.bundle import CONTENTS
from jobs.papers.kinds.cells import CELL_LAYOUTS
from jobs.papers.kinds.meetings import MEETING_MINUTES, SCORE_SHEET
from jobs.papers.kinds.minutes import MINUTES
from jobs.papers.kinds.of_units import UNIT_LAYOUTS
from jobs.papers.kinds.pilots_notice import PILOTS_NOTICE
from jobs.papers.kinds.receipt import RECEIPT
from jobs.papers.kinds.recognition_decision import (
    MERIT_DECISION,
    RECOGNITION_DECISION,
    REVOCATION_DECISION,
)
from jobs.papers.kinds.submission import ROSTER, SUBMISSION
from jobs.papers.layout import Layout

LAYOUTS: dict[str, Layout] = {
    layout.kind: layout
    for layout in (
        *CELL_LAYOUTS,
        PILOTS_NOTICE,
        MINUTES,
        SCORE_SHEET,
        MEETING_MINUTES,
        SUBMISSION,
        ROSTER,
        RECOGNITION_DECISION,
        MERIT_DECISION,
        REVOCATION_DECISION,
        *UNIT_LAYOUTS,
        CONTENTS,
        RECEIPT,
        WARD_APPRAISAL,
        CITY_APPRAISAL,
    )
}

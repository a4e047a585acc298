"""Every table of this room, gathered for whoever needs the whole schema."""

from workflows.campaigns.tables import (
    Campaign,
    CampaignEvent,
    CampaignRoute,
    CampaignVersion,
    CriteriaSet,
    Programme,
)
from workflows.certificates.tables import (
    Certificate,
    CertificateArtwork,
    CertificateRegister,
    PrintedSheet,
    PrintRun,
)
from workflows.criteria_sets.tables import CriteriaDraft
from workflows.decisions.asking import TitleRequest
from workflows.decisions.publishing import Publication
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.tables import (
    Answer,
    CellTally,
    Commitment,
    Dossier,
    Opinion,
    PilotMark,
    QualityRating,
)
from workflows.evidence.tables import Evidence, EvidenceLink, HeldFile
from workflows.logbook.tables import LogEntry
from workflows.meetings.tables import MonthlyMeeting, ResolutionItem
from workflows.messages.tables import Bundle, Delivery, Message, ToldHow
from workflows.notices.tables import Notice
from workflows.papers.forms import PaperForm
from workflows.papers.tables import Paper
from workflows.reminders.tables import Reminder
from workflows.review_teams.tables import ChecklistCount, ReviewTeam, WeakFlag
from workflows.sittings.ballot_tables import Ballot, Balloting, Participation, SealedPaper
from workflows.sittings.quota import Quota
from workflows.sittings.tables import Sitting, SittingItem, SittingSeat
from workflows.targets.tables import RegistrationTemplate, Target
from workflows.tasks.tables import Task

__all__ = [
    "Answer",
    "Ballot",
    "Balloting",
    "Bundle",
    "Campaign",
    "CampaignEvent",
    "CampaignRoute",
    "CampaignVersion",
    "CellTally",
    "Certificate",
    "CertificateArtwork",
    "CertificateRegister",
    "ChecklistCount",
    "Commitment",
    "CriteriaDraft",
    "CriteriaSet",
    "Decision",
    "Delivery",
    "Dossier",
    "Evidence",
    "EvidenceLink",
    "HeldFile",
    "LogEntry",
    "Message",
    "MonthlyMeeting",
    "Notice",
    "Opinion",
    "Paper",
    "PaperForm",
    "Participation",
    "PilotMark",
    "PrintRun",
    "PrintedSheet",
    "Programme",
    "Publication",
    "QualityRating",
    "Quota",
    "Recognition",
    "RegistrationTemplate",
    "Reminder",
    "ResolutionItem",
    "ReviewTeam",
    "SealedPaper",
    "Sitting",
    "SittingItem",
    "SittingSeat",
    "Target",
    "Task",
    "TitleRequest",
    "ToldHow",
    "WeakFlag",
]

"""When a cell should meet to be in time, in one sentence."""

from __future__ import annotations

from tenants.working_days import calendar_of
from web import current
from web.catalogue import _
from web.filters import day
from web.words import in_own_words
from workflows.campaigns.meeting_days import MeetingPlan, plan_of, plan_self_assessment
from workflows.campaigns.reading import open_campaign_of
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier


def advice_for(dossier: Dossier) -> str:
    """Tell a dossier's cell when to meet; nothing when no meeting is needed now."""
    plan = plan_of(dossier, calendar_of(current.session()), today=current.today())
    return "" if plan is None else in_own_words(_words(plan))


def advice_for_all() -> str:
    """Tell offices when cells should meet to adopt their self-assessment, while it matters."""
    campaign = open_campaign_of(current.session())
    return "" if campaign is None else advice_on(campaign)


def advice_on(campaign: Campaign) -> str:
    """Tell when cells should meet to adopt their self-assessment of a year, while it matters."""
    if current.today() > campaign.self_assessment_until:
        return ""
    plan = plan_self_assessment(campaign, calendar_of(current.session()), today=current.today())
    return in_own_words(_words(plan))


def _words(plan: MeetingPlan) -> str:
    if plan.meet_on is None or plan.last_resort is None:
        return _(
            "Không còn kỳ họp thường lệ nào trước hạn %(until)s: chi bộ cần họp bất thường.",
            until=day(plan.until),
        )
    if plan.ward_sits_until is None:
        return _(
            "Chi bộ biểu quyết đăng ký tại kỳ họp ngày %(day)s; hạn cuối %(until)s.",
            day=day(plan.meet_on),
            until=day(plan.until),
        )
    if plan.meet_on == plan.last_resort:
        return _(
            "Chi bộ thông qua tự đánh giá tại kỳ họp ngày %(day)s: đây là kỳ họp cuối kịp hạn,"
            " vì {ward} họp chậm nhất ngày %(ward)s.",
            day=day(plan.meet_on),
            ward=day(plan.ward_sits_until),
        )
    return _(
        "Chi bộ nên thông qua tự đánh giá tại kỳ họp ngày %(day)s; chậm nhất là kỳ họp ngày"
        " %(last)s, vì {ward} họp chậm nhất ngày %(ward)s.",
        day=day(plan.meet_on),
        last=day(plan.last_resort),
        ward=day(plan.ward_sits_until),
    )

"""What a result is called, why it is what it is, and when one is to be expected."""

from __future__ import annotations

from web import current
from web.catalogue import _, _l
from web.filters import day
from web.sittings.quota_words import share_words
from web.words import in_own_words, of_title, rating_word, title_word
from workflows.decisions.results import Settling
from workflows.dossiers.tables import Dossier

RESULTS = {
    "recognized": _l("{Unit} được công nhận %(title)s năm %(year)s"),
    "declined": _l("{Unit} không được công nhận %(title)s năm %(year)s"),
    "not_recommended": _l("{Ward} không đề nghị công nhận %(title)s năm %(year)s"),
    "revoked": _l("Danh hiệu %(title)s năm %(year)s đã bị thu hồi"),
}
WITH_CITY = frozenset({"city_appraisal", "awaiting_city_decision"})
WITH_WARD = frozenset(
    {"under_appraisal", "returned", "awaiting_ward_review", "recommended", "returned_to_ward"}
)
WITHOUT_RESULT = {
    "ward_reconsideration": _l("{Unit} đã xin xem xét lại. {Ward} đang xem xét."),
    "city_reconsideration": _l("{Unit} đã xin xem xét lại. {City} đang xem xét."),
    "on_hold": _l("Hồ sơ đang tạm dừng nên chưa có kết quả."),
    "withdrawn": _l("{Unit} đã rút hồ sơ nên không có kết quả."),
    "lapsed": _l("{Unit} không tham gia năm nay nên không có kết quả."),
    "superseded": _l("Hồ sơ này đã nhập vào hồ sơ khác. Kết quả ghi ở hồ sơ đó."),
}


def result_words(dossier: Dossier) -> str:
    """Say what became of a dossier, in one sentence."""
    campaign = dossier.campaign
    words = str(RESULTS[dossier.state]) % {
        "title": title_word(dossier),
        "year": campaign.year,
    }
    return of_title(words, dossier.flow)


def waiting_words(dossier: Dossier) -> str:
    """Say why there is no result, and by which day one is to be expected."""
    state, campaign = dossier.state, dossier.campaign
    if state in WITHOUT_RESULT:
        return of_title(str(WITHOUT_RESULT[state]), dossier.flow)
    by_ward = dossier.flow == "cell_title_ward"
    until = campaign.city_decision_until
    if by_ward or state in WITH_WARD:
        until = campaign.ward_review_until
    if until < current.today():
        return _("Chưa có kết quả. Đã qua ngày dự kiến, %(day)s.", day=day(until))
    if state in WITH_CITY:
        words = _(
            "{City} đang thẩm định, dự kiến có kết quả chậm nhất ngày %(day)s.", day=day(until)
        )
    elif state in WITH_WARD:
        words = _("{Ward} đang thẩm định, dự kiến họp xét chậm nhất ngày %(day)s.", day=day(until))
    elif by_ward:
        words = _(
            "Chưa đến bước xét. {Ward} dự kiến quyết định chậm nhất ngày %(day)s.", day=day(until)
        )
    else:
        words = _(
            "Chưa đến bước xét. {City} dự kiến quyết định chậm nhất ngày %(day)s.",
            day=day(until),
        )
    return in_own_words(words)


def reason_words(settled: Settling) -> str:
    """Say why a dossier was not carried, without its votes."""
    if settled.noted:
        return _(
            "Hồ sơ chưa đủ điều kiện nên %(body)s không biểu quyết, ngày %(day)s.",
            body=settled.body,
            day=day(settled.on),
        )
    if settled.rating_too_low:
        return _(
            "Xếp loại cuối năm là «%(rating)s», chưa đạt mức để công nhận.",
            rating=rating_word(settled.rating_too_low),
        )
    if settled.over_quota:
        limit = settled.over_quota
        return _(
            "Đơn vị đủ phiếu nhưng ngoài số lượng được công nhận: nhiều nhất %(most)s/%(base)s"
            " (%(share)s, làm tròn xuống), đứng thứ %(rank)s trong %(passed)s hồ sơ"
            " đủ phiếu cho %(left)s chỗ.",
            most=limit["most"], base=limit["base"], share=share_words(str(limit["share"])),
            rank=limit["rank"], passed=limit["passed"], left=limit["left"],
        )  # fmt: skip
    return _(
        "%(body)s biểu quyết ngày %(day)s, chưa quá nửa số người tán thành.",
        body=settled.body,
        day=day(settled.on),
    )

"""Why an act on a year or on one of its events is not done: what is wrong, what to do."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Facts, Wordings
from web.words import unit_kind_word


def _out_of_order(f: Facts) -> str:
    if f.day("earlier"):
        return _(
            "Thứ tự ngày chưa đúng: %(a)s phải trước hoặc cùng ngày %(b)s.",
            a=f.day("earlier"),
            b=f.day("later"),
        )
    return _("Ngày mở %(day)s không thuộc năm %(year)s.", day=f.day("on"), year=f.word("year"))


CAMPAIGNS: Wordings = {
    "campaign_closed": lambda f: _(
        "Năm %(year)s đã đóng, không sửa được nữa.", year=f.word("year")
    ),
    "changed_meanwhile": lambda _f: _(
        "Người khác vừa sửa trang này. Đồng chí mở lại trang để xem bản mới nhất rồi sửa."
    ),
    "campaign_days_order": _out_of_order,
    "criteria_unchanged": lambda f: _(
        "Bản thảo giống hệt phiên bản %(n)s, chưa có gì để ban hành.", n=f.word("version")
    ),
    "criteria_unsound": lambda _f: _(
        "Bộ tiêu chí còn chỗ chưa cân đối, nêu ở đầu trang. Đồng chí sửa rồi ban hành."
    ),
    "decision_needed": lambda _f: _(
        "Năm đang mở chỉ đổi được theo văn bản: ghi số, ngày văn bản và lý do."
    ),
    "dossiers_open": lambda f: _(
        "Chưa đóng được: còn %(n)s hồ sơ chưa xong, nêu tên dưới đây.", n=f.word("n") or "0"
    ),
    "draft_exists": lambda f: _(
        "Bộ «%(title)s» đang có một bản thảo. Đồng chí sửa tiếp bản thảo đó, hoặc xóa rồi lập lại.",
        title=f.word("title"),
    ),
    "event_cancelled": lambda _f: _("Sự kiện này đã được hủy, không ghi thêm được."),
    "event_held": lambda f: _("Sự kiện đã tổ chức ngày %(day)s, không hủy được.", day=f.day("on")),
    "event_once": lambda _f: _(
        "Mỗi đơn vị chỉ có một lễ phát động và một hội nghị tổng kết trong một kế hoạch."
    ),
    "no_such_class": lambda _f: _(
        "Loại này không còn trong danh mục của đơn vị. Chọn loại khác trong danh sách."
    ),
    "flow_not_for_kind": lambda _f: _("Quy trình này không dành cho loại đơn vị đã chọn."),
    "criteria_for_another_kind": lambda f: _(
        "Bộ tiêu chí «%(title)s» lập cho %(made_for)s, không dùng cho %(kind)s được."
        " Chọn bộ khác, hoặc ban hành bản mới của bộ này có mục «Dùng cho» đúng.",
        title=f.word("title"),
        made_for=unit_kind_word(f.word("made_for")),
        kind=unit_kind_word(f.word("kind")),
    ),
    "criteria_for_no_title": lambda f: _(
        "Bộ tiêu chí «%(title)s» để chấm buổi sinh hoạt, không phải để xét danh hiệu."
        " Chọn bộ khác.",
        title=f.word("title"),
    ),
    "last_route": lambda _f: _("Phải còn ít nhất một lộ trình."),
    "no_such_criteria": lambda _f: _("Không có bộ tiêu chí này. Chọn bộ khác."),
    "no_committee_criteria": lambda f: _(
        "Năm %(year)s không xét danh hiệu của đảng bộ cơ sở, nên không có gì tính từ chi bộ.",
        year=f.word("year"),
    ),
    "no_such_criterion": lambda f: _(
        "Bộ tiêu chí của đảng bộ không có tiêu chí %(key)s. Đồng chí mở lại trang rồi chọn.",
        key=f.word("criterion"),
    ),
    "shares_out_of_order": lambda f: _(
        "Tiêu chí %(key)s: tỷ lệ của mức cao phải lớn hơn tỷ lệ của mức thấp, đều từ 1 đến 100 %%.",
        key=f.word("criterion"),
    ),
    "no_such_route": lambda _f: _("Lộ trình này không còn nữa."),
    "nothing_changed": lambda _f: _("Không có gì thay đổi."),
    "programme_exists": lambda f: _(
        "Kế hoạch số %(number)s đã có rồi. Ghi số khác, hoặc mở năm của kế hoạch đó.",
        number=f.word("number"),
    ),
    "year_outside": lambda f: _(
        "Năm này không thuộc kế hoạch %(first)s–%(last)s. Ghi một năm trong khoảng đó.",
        first=f.word("first"),
        last=f.word("last"),
    ),
    "years_order": lambda _f: _("Năm cuối của kế hoạch phải bằng hoặc sau năm đầu."),
    "year_exists": lambda f: _(
        "Năm %(year)s đã có rồi. Đồng chí mở năm đó để xem và sửa.", year=f.word("year")
    ),
    "campaign_not_draft": lambda f: _(
        "Đợt năm %(year)s đã mở rồi, không sửa được nữa.", year=f.word("year")
    ),
    "campaign_not_open": lambda f: _(
        "Đợt năm %(year)s chưa mở hoặc đã đóng. Đồng chí hỏi văn phòng {city}.",
        year=f.word("year"),
    ),
}

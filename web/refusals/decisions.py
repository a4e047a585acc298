"""Why a decision, a certificate or a title is not changed so."""

from __future__ import annotations

from web.catalogue import _
from web.number_books.words import paper_words
from web.refusals.facts import Facts, Wordings


def _number_taken(f: Facts) -> str:
    paper = paper_words(f.word("paper"))
    paper = paper[:1].lower() + paper[1:]  # inside a sentence
    if not f.word("name"):
        return _(
            "Số %(number)s đã dùng cho %(paper)s, ngày %(on)s. Xem lại sổ và ghi số khác.",
            number=f.word("number"), paper=paper, on=f.day("on"),
        )  # fmt: skip
    return _(
        "Số %(number)s đã dùng cho %(paper)s, ngày %(on)s, do đ/c %(name)s ghi."
        " Xem lại sổ và ghi số khác.",
        number=f.word("number"), paper=paper, on=f.day("on"), name=f.word("name"),
    )  # fmt: skip


DECISIONS: Wordings = {
    "already_numbered": lambda f: _(
        "Quyết định đã có số %(number)s ngày %(day)s, không sửa được nữa.",
        number=f.word("number"),
        day=f.day("signed_on"),
    ),
    "another_printed_name": lambda f: _(
        "Tên này khác hẳn «%(name)s» đang in, không phải lỗi in. Đính chính chỉ sửa cách viết.",
        name=f.word("name"),
    ),
    "asked_already": lambda f: _(
        "Đã có đề nghị về danh hiệu của hồ sơ %(dossier)s, đang chờ phiên họp.",
        dossier=f.word("dossier"),
    ),
    "before_decision": lambda f: _(
        "Văn bản đính chính phải từ ngày ký quyết định, %(day)s, trở đi.", day=f.day("on")
    ),
    "before_issue": lambda f: _("Ngày nộp lại phải từ ngày cấp, %(day)s, trở đi.", day=f.day("on")),
    "before_paper": lambda f: _(
        "Ngày ký phải từ ngày lập văn bản, %(day)s, trở đi.", day=f.day("on")
    ),
    "before_sitting": lambda f: _(
        "Ngày ký phải từ ngày chốt phiên họp, %(day)s, trở đi.", day=f.day("on")
    ),
    "certificate_ended": lambda f: _(
        "Giấy khen vào sổ số %(number)s đã hết hiệu lực. Đồng chí xem giấy thay cho giấy này.",
        number=f.word("number"),
    ),
    "certificate_stands": lambda f: _(
        "Giấy khen vào sổ số %(number)s đang có hiệu lực, chưa phải nộp lại.",
        number=f.word("number"),
    ),
    "decision_still_grows": lambda _f: _(
        "Phiên họp mới chốt một phần, quyết định còn thêm chi bộ. Chốt xong phiên họp rồi ghi số."
    ),
    "ground_missing": lambda _f: _(
        "Chưa ghi căn cứ thu hồi hoặc khôi phục. Đồng chí ghi căn cứ rồi biểu quyết."
    ),
    "handed_back_already": lambda f: _(
        "Giấy khen vào sổ số %(number)s đã ghi nộp lại ngày %(day)s.",
        number=f.word("number"),
        day=f.day("on"),
    ),
    "mixed_titles": lambda _f: _(
        "Chi bộ và đảng bộ cơ sở là hai danh hiệu khác nhau. Lập hai phiên họp riêng."
    ),
    "no_such_ground": lambda _f: _(
        "Căn cứ này không dùng cho việc đang đề nghị. Chọn căn cứ khác."
    ),
    "no_such_row": lambda f: _(
        "Danh sách có %(last)s dòng. Ghi số dòng từ 1 đến %(last)s.", last=f.count("last")
    ),
    "no_title": lambda f: _(
        "Hồ sơ %(dossier)s không có danh hiệu để thu hồi hay khôi phục.", dossier=f.word("dossier")
    ),
    "nobody_to_decide": lambda f: _(
        "Chưa có nơi quyết định: %(body)s đã kết thúc mà chưa ghi nơi kế thừa. "
        "Đồng chí gọi người quản trị.",
        body=f.word("body"),
    ),
    "not_numbered_yet": lambda f: _(
        "Quyết định %(decision)s chưa có số và ngày. Ghi số, ngày rồi mới công bố được.",
        decision=f.word("decision"),
    ),
    "notice_still_grows": lambda _f: _(
        "Phiên họp mới chốt một phần, thông báo còn thêm chi bộ. Chốt xong phiên họp rồi ghi số."
    ),
    "nothing_printed": lambda f: _(
        "Dòng %(row)s không in gì ở chỗ này. Xem lại bản in, chọn dòng khác.", row=f.count("row")
    ),
    "nothing_to_print": lambda _f: _(
        "Không có Giấy khen nào đang có hiệu lực để in. Đồng chí xem lại sổ Giấy khen."
    ),
    "number_taken": _number_taken,
    "off_the_sheet": lambda f: _(
        "Chữ chỉ dịch được đến %(most)s mm mỗi chiều. Đồng chí ghi số nhỏ hơn.",
        most=f.count("most"),
    ),
    "paper_numbered": lambda f: _(
        "Văn bản đã có số %(number)s ngày %(day)s, không sửa được nữa.",
        number=f.word("number"),
        day=f.day("signed_on"),
    ),
    "signer_not_in_office": lambda _f: _(
        "Người ký không giữ chức vào ngày ký. Xem lại ngày, hoặc chọn người ký khác."
    ),
    "too_much_shown": lambda _f: _(
        "Mức công bố này không được ghi mục đã chọn. Bỏ mục đó, hoặc chọn mức khác."
    ),
    "unreadable_day": lambda _f: _("Chưa đọc được ngày. Ghi ngày/tháng/năm, ví dụ 05/03/2026."),
}

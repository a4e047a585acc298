"""Why a registration or a target is not taken: one sentence for each code, with what to do."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings

REGISTRATION: Wordings = {
    "signed_copy_missing": lambda _f: _(
        "Đồng chí đã nhập giúp đăng ký này. Gắn ảnh bản đăng ký đã ký, hoặc để người khác nhận."
    ),
    "target_line": lambda f: _(
        "Dòng %(line)s: «%(typed)s». Viết: tên chỉ tiêu; đơn vị tính; số."
        " Ví dụ: Kết nạp; người; 3.",
        line=f.word("line"),
        typed=f.word("typed"),
    ),
    "target_needs_day": lambda f: _(
        "Chỉ tiêu «%(target)s»: ghi ngày của số đã đạt.", target=f.word("target")
    ),
    "target_part_first": lambda f: _(
        "Dòng %(line)s bắt đầu bằng dấu - nên phải đứng sau chỉ tiêu mà nó thuộc về.",
        line=f.word("line"),
    ),
    "target_too_many": lambda f: _(
        "Nhiều nhất %(most)s dòng chỉ tiêu. Đồng chí bỏ bớt.", most=f.count("most")
    ),
    "target_twice": lambda f: _(
        "Chỉ tiêu «%(target)s» có hai lần. Bỏ một dòng hoặc đổi tên.", target=f.word("target")
    ),
    "targets_closed": lambda _f: _(
        "Hồ sơ đã gửi nên chỉ tiêu đang khóa. Cần sửa, đồng chí gọi văn phòng."
    ),
    "bad_tally": lambda f: (
        _(
            "Tổng số phiếu nhiều hơn số người có mặt được biểu quyết (%(base)s).",
            base=f.count("base"),
        )
        if f.word("detail") == "ballots_above_voters"
        else _(
            "Số tán thành phải từ 0 đến %(base)s. Đồng chí xem lại biên bản.", base=f.count("base")
        )
    ),
    "base_needs_reason": lambda f: _(
        "Số đảng viên được tính khác danh sách (%(expected)s). Đồng chí ghi lý do.",
        expected=f.count("expected"),
    ),
    "not_adopted": lambda f: _(
        "{Meeting} chưa thông qua: cần từ %(needed)s trên %(base)s {members} tán thành.",
        needed=f.count("needed"),
        base=f.count("base"),
    ),
    "late_needs_consent": lambda _f: _(
        "Đăng ký này nộp muộn. Đồng chí ghi số và ngày văn bản đồng ý của Ban Thường vụ."
    ),
    "late_needs_reason": lambda _f: _("Đã quá hạn. Đồng chí ghi lý do nộp muộn."),
}

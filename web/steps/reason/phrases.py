"""Reasons that offices give most often: one tick in place of a paragraph."""

from __future__ import annotations

from web.catalogue import _l

PHRASES: dict[str, dict[str, str]] = {
    "return_registration": {
        "ngay": _l("Ngày họp hoặc số phiếu chưa khớp biên bản của {meeting}."),
        "cam-ket": _l("Cam kết còn chung chung, đề nghị nêu rõ chỉ tiêu và thời hạn."),
        "ban-ky": _l("Chưa có bản đăng ký đã ký hoặc bản chụp chưa rõ."),
    },
    "return_for_supplement": {
        "minh-chung": _l("Đề nghị nêu rõ số, ngày của văn bản chứng minh."),
        "so-lieu": _l("Số liệu chưa khớp với báo cáo của {unit} trong năm."),
        "muc": _l("Mức tự đánh giá cao hơn kết quả đã ghi nhận, đề nghị xem lại."),
    },
    "return_to_ward": {
        "to-trinh": _l("Tờ trình và danh sách kèm theo chưa khớp nhau."),
        "bien-ban": _l("Biên bản họp Ban Thường vụ còn thiếu nội dung."),
    },
    "reopen_appraisal": {
        "thong-tin": _l("Có thông tin mới liên quan đến {unit}."),
        "sai-sot": _l("Phát hiện sai sót khi thẩm định."),
    },
    "lapse": {
        "khong": _l("{Unit} không đăng ký năm nay."),
        "khong-danh-gia": _l("{Unit} không tự đánh giá trong thời hạn."),
    },
    "resume": {
        "xong": _l("Đã xem xét xong, không ảnh hưởng đến việc đề nghị."),
    },
}

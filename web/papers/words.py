"""What papers are called on pages, and the files they are handed out as."""

from __future__ import annotations

import re
import unicodedata

from web.catalogue import _l
from web.words import in_own_words
from workflows.papers.tables import Origin, Paper

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
NAMES = {
    "D1": _l("Bản đăng ký"),
    "D2": _l("Biên bản họp {meeting} đăng ký"),
    "D3": _l("Biểu tổng hợp đăng ký"),
    "D4": _l("Thông báo chọn chi bộ làm điểm"),
    "D5": _l("Phiếu chấm điểm sinh hoạt"),
    "D5B": _l("Biên bản họp chi bộ hằng tháng"),
    "D6": _l("Báo cáo tự đánh giá và bảng chấm điểm"),
    "D7": _l("Biên bản họp {meeting} bình xét"),
    "D8": _l("Báo cáo thẩm định"),
    "D9": _l("Biên bản họp Ban Thường vụ"),
    "D10": _l("Tờ trình đề nghị công nhận"),
    "D11": _l("Danh sách trích ngang"),
    "D12": _l("Báo cáo sơ kết, tổng kết"),
    "D13": _l("Báo cáo thẩm định của cấp trên"),
    "D14": _l("Quyết định công nhận"),
    "D15": _l("Quyết định tặng Giấy khen và Giấy khen"),
    "D16": _l("Thông báo kết quả"),
    "D17": _l("Quyết định thu hồi"),
    "D18": _l("Sổ theo dõi khen thưởng"),
    "D19": _l("Phiếu tiếp nhận, trả hồ sơ"),
    "D20": _l("Bộ hồ sơ"),
}
FORMS = {
    "pdf": _l("PDF để in"),
    "docx": _l("Word để sửa"),
    "xlsx": _l("Excel"),
    "zip": _l("Tệp nén"),
}


COPIES = {Origin.SIGNED: "ban-ky", Origin.EDITED: "ban-sua"}


def paper_name(kind: str) -> str:
    """Return what a kind of paper is called, in the visitor's language."""
    return in_own_words(str(NAMES[kind]))


def form_word(form: str) -> str:
    """Return what a form of a paper is for, in the visitor's language."""
    return str(FORMS[form])


def file_name(paper: Paper, code: str) -> str:
    """Return a file name of plain letters: ``D19-26-118-12.pdf``."""
    copy = f"{COPIES[paper.origin]}-{paper.upload}" if paper.origin in COPIES else ""
    part = "-".join(piece for piece in (paper.kind, code, paper.part, copy) if piece)
    letters = unicodedata.normalize("NFD", part.replace("đ", "d").replace("Đ", "D"))
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", letters.encode("ascii", "ignore").decode())
    return f"{plain.strip('-.')}.{paper.form}"

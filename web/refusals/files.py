"""Why a file is not taken, or not changed: one sentence for each code, with what to do."""

from __future__ import annotations

from web.catalogue import _
from web.refusals.facts import Wordings

FILES: Wordings = {
    "artwork_coarse": lambda f: _(
        "Ảnh rộng %(width)s điểm ảnh, in ra sẽ mờ. Cần ảnh rộng từ %(least)s điểm ảnh.",
        width=f.count("width"),
        least=f.count("least"),
    ),
    "artwork_kind": lambda _f: _(
        "Tệp không phải ảnh PNG hoặc JPG. Lưu lại thành PNG hoặc JPG rồi gửi."
    ),
    "artwork_shape": lambda f: _(
        "Ảnh %(width)s×%(height)s không đúng khổ A4 ngang (297×210). Cắt lại ảnh rồi gửi.",
        width=f.count("width"),
        height=f.count("height"),
    ),
    "copy_edited_kind": lambda _f: _(
        "Bản đã sửa phải là tệp Word (.docx). Bản ký thì chọn «Bản đã ký»."
    ),
    "copy_of_what": lambda _f: _("Chỉ lưu được bản ký, bản sửa của văn bản do máy lập."),
    "copy_signed_kind": lambda _f: _(
        "Bản đã ký phải là PDF hoặc ảnh chụp. Bản Word thì chọn «Bản Word đã sửa»."
    ),
    "evidence_closed": lambda _f: _(
        "Hồ sơ đã gửi nên minh chứng đang khóa. Cần bổ sung, đồng chí gọi văn phòng."
    ),
    "evidence_frozen": lambda f: _(
        "Tệp này đã gửi cùng hồ sơ %(dossiers)s nên không gỡ được.", dossiers=f.list("dossiers")
    ),
    "evidence_gone": lambda f: _(
        "Tệp «%(name)s» đã được gỡ hoặc thay. Đồng chí tải lại trang.", name=f.word("name")
    ),
    "evidence_missing": lambda f: _(
        "Còn thiếu minh chứng bắt buộc ở tiêu chí %(criteria)s. Gắn minh chứng rồi gửi.",
        criteria=f.list("criteria"),
    ),
    "evidence_stands": lambda _f: _("Tệp này vẫn ở trong kho, không cần khôi phục."),
    "file_active": lambda _f: _(
        "Tệp có lệnh tự chạy hoặc đường dẫn ra ngoài. In ra PDF rồi gửi bản PDF đó."
    ),
    "file_bomb": lambda _f: _(
        "Tệp nén quá nhiều dữ liệu so với dung lượng. Lưu lại tệp gọn hơn rồi gửi."
    ),
    "file_broken": lambda _f: _(
        "Không mở được tệp này, có thể tệp bị hỏng. Chụp lại hoặc chọn tệp khác."
    ),
    "file_empty": lambda _f: _("Tệp trống, không có nội dung. Chụp lại hoặc chọn tệp khác."),
    "file_hidden": lambda _f: _(
        "Trong tệp có giấu một tệp khác loại. Chụp lại hoặc lưu lại tệp rồi gửi."
    ),
    "file_kind": lambda _f: _("Chỉ nhận ảnh, PDF, Word hoặc Excel."),
    "file_known": lambda f: _("Tệp «%(name)s» đã có trong kho.", name=f.word("name")),
    "file_locked": lambda _f: _("Tệp có mật khẩu nên không xem được. Bỏ mật khẩu rồi gửi lại."),
    "file_macros": lambda _f: _(
        "Tệp có macro hoặc tệp nhúng bên trong. Lưu thành .docx, .xlsx thường hoặc PDF rồi gửi."
    ),
    "file_name": lambda _f: _(
        "Tên tệp có ký tự không dùng được. Đổi tên tệp, chỉ dùng chữ và số, rồi gửi lại."
    ),
    "file_no_space": lambda f: _(
        "Kho minh chứng của đơn vị đã đầy (%(quota)s MB). Đồng chí gọi người quản trị.",
        quota=f.count("quota_mb"),
    ),
    "file_old_office": lambda _f: _(
        "Tệp Word, Excel kiểu cũ hoặc có mật khẩu. Lưu lại thành .docx, .xlsx hoặc PDF rồi gửi."
    ),
    "file_pages": lambda f: _(
        "Tệp có %(pages)s trang, chỉ nhận đến %(most)s trang. Tách thành nhiều tệp.",
        pages=f.count("pages"),
        most=f.count("most"),
    ),
    "file_pixels": lambda f: _(
        "Ảnh lớn hơn %(most)s triệu điểm ảnh. Chụp lại với cỡ nhỏ hơn.", most=f.count("most")
    ),
    "file_too_big": lambda f: _(
        "Tệp lớn hơn %(most)s MB. Chụp lại hoặc chọn ảnh khác.", most=f.count("most")
    ),
    "file_unscanned": lambda _f: _(
        "Máy quét vi-rút đang bận nên chưa nhận tệp. Đồng chí thử lại sau vài phút."
    ),
    "file_virus": lambda _f: _(
        "Tệp có vi-rút nên không nhận. Quét vi-rút trên máy của đồng chí rồi chọn tệp khác."
    ),
    "form_fields": lambda f: _(
        "Mẫu có ô máy không biết: %(fields)s. Sửa lại tên ô như trong mẫu của máy rồi tải lên.",
        fields=f.list("fields_named"),
    ),
    "form_active": lambda _f: _(
        "Mẫu có macro, tệp nhúng, lệnh tự chạy hoặc đường dẫn ra ngoài."
        " Tải mẫu đang dùng về, sửa lại từ mẫu đó."
    ),
    "form_kind": lambda _f: _("Mẫu phải là tệp Word (.docx). Lưu lại thành .docx rồi tải lên."),
    "form_unreadable": lambda _f: _(
        "Mẫu có ô viết dở hoặc sai dấu ngoặc nhọn. Tải mẫu đang dùng về, sửa lại từ mẫu đó."
    ),
    "no_such_form": lambda _f: _("Văn bản này không có mẫu Word để thay."),
    "no_files": lambda _f: _("Chưa chọn tệp nào. Chụp ảnh hoặc chọn tệp rồi lưu."),
    "too_many_files": lambda f: _(
        "Mỗi lần gửi nhiều nhất %(most)s tệp. Đồng chí gửi làm nhiều lần.", most=f.count("most")
    ),
}

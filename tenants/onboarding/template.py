"""The list as an empty form to fill in: a sheet of cells, and one of officers."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tenants.onboarding.headings import LABELS, Column
from tenants.onboarding.officer_headings import LABELS as OFFICER_LABELS
from tenants.onboarding.officer_headings import OfficerColumn

ROWS = 2_000
ROLES = (
    "Văn phòng", "Ban Tổ chức", "Bộ phận thẩm định", "Chủ trì Ban Thường vụ",
    "Phó Bí thư", "Ủy viên Ban Thường vụ", "Thư ký phiên họp", "Cấp ủy viên phụ trách",
    "Quản trị", "Giám sát, chỉ xem",
)  # fmt: skip
DESKS = ("Tổ chức", "Kiểm tra", "Tuyên giáo", "Văn phòng", "Mặt trận")
_WIDTHS = {
    Column.INDEX: 6, Column.WARD: 26, Column.NAME: 34, Column.SECTOR: 18, Column.SECRETARY: 26,
    Column.SECRETARY_PHONE: 20, Column.DEPUTY: 26, Column.DEPUTY_PHONE: 20,
}  # fmt: skip
_OFFICER_WIDTHS = (28, 26, 18, 26, 20, 36, 14)
# Shown when the mouse rests on a heading. Rows of examples would be taken for cells.
_EXAMPLES = (
    "1", "Phường Hoa Mai", "Chi bộ Tổ dân phố 1", "Khu dân cư", "46", "44", "2", "7",
    "Nguyễn Thị Lan", "0912 345 678", "Trần Văn Bình", "0987 654 321",
)  # fmt: skip
_OFFICER_EXAMPLES = (
    "Phường Hoa Mai", "Lê Văn Hùng", "0903 000 001", "Văn phòng", "Tổ chức",
    "Ban Thường vụ Đảng ủy phường Hoa Mai", "01/03/2026",
)  # fmt: skip
_HELP = (
    "Cách điền",
    "1. Trang “Chi bộ”: mỗi chi bộ một dòng. Đưa chuột lên tên cột để xem ví dụ.",
    "2. Ghi tổng số đảng viên, hoặc số chính thức và dự bị. Ô chưa biết thì để trống.",
    "3. Số điện thoại là số để đồng chí ấy đăng nhập. Mỗi đồng chí một số riêng.",
    "4. Một đồng chí giữ nhiều vai trò: ghi nhiều dòng, cùng họ tên và cùng số.",
    "5. Trang “Cán bộ”: để trống cột đơn vị nếu là cán bộ của cấp ủy cấp trên.",
    "6. Cấp ủy viên phụ trách: ghi đơn vị là “Chi bộ Tổ dân phố 1, phường Hoa Mai”.",
    "7. Danh sách sẵn có của cơ quan cũng dùng được, không cần chép sang mẫu này.",
)


def list_template(sectors: Sequence[str]) -> bytes:
    """Return the form as XLSX; the tenant's sectors are offered in it by their names."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        heading = book.add_format(
            {"bold": True, "bg_color": "#EFECE8", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        words = book.add_format({"num_format": "@"})
        cells = book.add_worksheet("Chi bộ")
        widths = [_WIDTHS.get(column, 12) for column in LABELS]
        _head(cells, list(zip(LABELS.values(), _EXAMPLES, widths, strict=True)), heading, words)
        _choose(cells, list(LABELS).index(Column.SECTOR), sectors)
        officers = book.add_worksheet("Cán bộ")
        said = zip(OFFICER_LABELS.values(), _OFFICER_EXAMPLES, _OFFICER_WIDTHS, strict=True)
        _head(officers, list(said), heading, words)
        _choose(officers, list(OFFICER_LABELS).index(OfficerColumn.ROLE), ROLES)
        _choose(officers, list(OFFICER_LABELS).index(OfficerColumn.DESK), DESKS)
        help_sheet = book.add_worksheet("Hướng dẫn")
        help_sheet.set_column(0, 0, 100)
        for number, line in enumerate(_HELP):
            help_sheet.write_string(number, 0, line, heading if number == 0 else None)
    return file.getvalue()


def _head(
    sheet: Worksheet, columns: Sequence[tuple[str, str, int]], heading: Format, words: Format
) -> None:
    for place, (label, example, width) in enumerate(columns):
        is_text = not label.startswith(("Số thứ", "Tổng", "Chính", "Dự", "Miễn"))
        sheet.set_column(place, place, width, words if is_text else None)
        sheet.write_string(0, place, label, heading)
        sheet.write_comment(0, place, f"Ví dụ: {example}")
    sheet.freeze_panes(1, 0)


def _choose(sheet: Worksheet, place: int, words: Sequence[str]) -> None:
    """Offer words in a column's cells; others may be written all the same."""
    sheet.data_validation(
        1, place, ROWS, place,
        {"validate": "list", "source": list(words), "error_type": "information"},
    )  # fmt: skip

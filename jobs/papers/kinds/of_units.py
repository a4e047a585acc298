"""D3, D12 and D18: a year's registrations, its review, and the book of awards."""

from jobs.papers.layout import (
    Align,
    Block,
    Column,
    Each,
    Layout,
    Recipients,
    Signatures,
    Signer,
    Style,
    Table,
    Text,
    Together,
    When,
    listed,
    opening,
)


def _drawn_up(left: str, right: str) -> Signatures:
    hint = "(Ký, ghi rõ họ tên)"
    return Signatures(Signer("", left, "", hint=hint), Signer("", right, "", hint=hint))


REGISTRATIONS = Layout(
    kind="D3",
    title="Biểu tổng hợp",
    landscape=True,
    blocks=(
        *opening("BIỂU TỔNG HỢP"),
        Table(
            "row",
            "rows",
            (
                Column("TT", 12, "{{ row.position }}", Align.CENTRE),
                Column("Chi bộ", 72, "{{ row.cell }}"),
                Column("Loại hình", 36, "{{ row.sector }}"),
                Column("Đảng viên", 22, "{{ row.members }}", Align.CENTRE),
                Column("Danh hiệu đăng ký", 48, "{{ row.aim }}"),
                Column("Ngày đăng ký", 30, "{{ row.day }}", Align.CENTRE),
                Column("Đúng hạn", 35, "{{ row.on_time }}", Align.CENTRE),
            ),
            total="{{ total }}",
            foot=(_drawn_up("NGƯỜI LẬP BIỂU", "VĂN PHÒNG"),),
        ),
    ),
)

_FIGURES = (
    Column("Tổng số", 19, "{{ row.all }}", Align.CENTRE),
    Column("Đăng ký", 19, "{{ row.registered }}", Align.CENTRE),
    Column("Tự đánh giá", 21, "{{ row.assessed }}", Align.CENTRE),
    Column("Đề nghị", 19, "{{ row.recommended }}", Align.CENTRE),
    Column("Công nhận", 20, "{{ row.recognized }}", Align.CENTRE),
    Column("Tỷ lệ", 18, "{{ row.share }}", Align.CENTRE),
)


def _figures(head: str, over: str) -> Table:
    return Table("row", over, (Column(head, 49, "{{ row.words }}"), *_FIGURES))


def _written(title: str, over: str) -> tuple[Block, ...]:
    """Lines that stand in the year's records; dotted ones for what has to be written."""
    return (
        Text(title, Style.BOLD),
        When(over, (Each("line", over, (listed("{{ line }}"),)),)),
        When(f"not {over}", (Text("{{ dots }}"),)),
    )


REVIEW = Layout(
    kind="D12",
    title="Báo cáo",
    blocks=(
        *opening("BÁO CÁO"),
        Each("basis", "bases", (Text("{{ basis }}"),)),
        Text("{{ body }} báo cáo kết quả như sau:"),
        Text("I. KẾT QUẢ THỰC HIỆN", Style.BOLD),
        Text(
            "Năm {{ of_year }} có {{ count.all }} chi bộ thuộc đối tượng, {{ count.registered }}"
            " chi bộ đăng ký, {{ count.assessed }} chi bộ nộp tự đánh giá, {{ count.recommended }}"
            " chi bộ được đề nghị, {{ count.recognized }} chi bộ được công nhận"
            "{% if count.share %} ({{ count.share }}){% endif %}."
        ),
        Text("1. Theo loại hình chi bộ", Style.BOLD),
        _figures("Loại hình", "by_type"),
        When("pilots", (Text("2. Chi bộ làm điểm", Style.BOLD), _figures("Chi bộ", "pilots"))),
        Text("{% if pilots %}3{% else %}2{% endif %}. So với các năm trước", Style.BOLD),
        Table(
            "row",
            "by_year",
            (
                Column("Năm", 33, "{{ row.year }}", Align.CENTRE),
                Column("Tổng số", 33, "{{ row.all }}", Align.CENTRE),
                Column("Đăng ký", 33, "{{ row.registered }}", Align.CENTRE),
                Column("Công nhận", 33, "{{ row.recognized }}", Align.CENTRE),
                Column("Tỷ lệ", 33, "{{ row.share }}", Align.CENTRE),
            ),
        ),
        When(
            "missing",
            (
                Text("Chi bộ chưa đăng ký, không tham gia và lý do:"),
                Each("one", "missing", (listed("{{ one.unit }}: {{ one.why }}"),)),
            ),
        ),
        Text("II. CÁCH LÀM HAY, MÔ HÌNH TỐT", Style.BOLD),
        Text("{{ dots }}"),
        Text("III. HẠN CHẾ, NGUYÊN NHÂN", Style.BOLD),
        Text("{{ dots }}"),
        *_written("IV. NHIỆM VỤ THỜI GIAN TỚI", "directions"),
        *_written("V. KIẾN NGHỊ", "petitions"),
        Together(
            (
                Text("Trên đây là báo cáo của {{ body }}./."),
                Signatures(
                    Recipients(), Signer("{{ on_behalf_of }}", "{{ post }}", "{{ signer }}")
                ),
            )
        ),
    ),
)

REGISTER = Layout(
    kind="D18",
    title="Sổ theo dõi khen thưởng",
    landscape=True,
    blocks=(
        *opening("SỔ THEO DÕI KHEN THƯỞNG"),
        Table(
            "row",
            "rows",
            (
                Column("Vào sổ số", 19, "{{ row.number }}", Align.CENTRE),
                Column("Đơn vị", 40, "{{ row.unit }}"),
                Column("Thuộc", 36, "{{ row.committee }}"),
                Column("Quyết định", 28, "{{ row.decision }}"),
                Column("Ngày ký", 23, "{{ row.day }}", Align.CENTRE),
                Column("Người ký", 31, "{{ row.signer }}"),
                Column("Mã xác nhận", 53, "{{ row.code }}", Align.CENTRE),
                Column("Ghi chú", 27, "{{ row.note }}"),
            ),
            total="{{ total }}",
            foot=(_drawn_up("NGƯỜI LẬP SỔ", "CHÁNH VĂN PHÒNG"),),
        ),
    ),
)

UNIT_LAYOUTS = (REGISTRATIONS, REVIEW, REGISTER)

"""D5: the sheet on which a monthly meeting is scored, and the meeting's minutes."""

from jobs.papers.layout import (
    Align,
    Column,
    Each,
    Layout,
    Lead,
    Signatures,
    Signer,
    Table,
    Text,
    Together,
    When,
    listed,
    opening,
)

SCORE_SHEET = Layout(
    kind="D5",
    title="Phiếu chấm điểm",
    blocks=(
        *opening("PHIẾU CHẤM ĐIỂM"),
        Text(
            "{{ unit }} họp ngày {{ day }}{% if theme %}, nội dung: {{ theme }}{% endif %}."
            " Phải dự {{ attendance.summoned }} đảng viên, có mặt {{ attendance.present }}, vắng"
            " có lý do {{ attendance.excused }}, vắng không lý do {{ attendance.unexcused }}; tỷ lệ"
            " dự họp {{ attendance.share }}."
        ),
        Table(
            "row",
            "rows",
            (
                Column("Phần", 26, "{{ row.block }}"),
                Column("Nội dung chấm", 72, "{{ row.label }}"),
                Column("Tối đa", 17, "{{ row.most }}", Align.CENTRE),
                Column("Điểm", 15, "{{ row.points }}", Align.CENTRE),
                Column("Căn cứ", 35, "{{ row.why }}"),
            ),
            total="Tổng điểm: {{ total }}/{{ most }}. Xếp loại buổi sinh hoạt: {{ level }}.",
        ),
        Together(
            (
                When(
                    "remark",
                    (Lead("Nhận xét của đồng chí {{ remark_by }}:", "{{ remark.rstrip('.') }}."),),
                ),
                Signatures(None, Signer("T/M CHI ỦY", "BÍ THƯ", "{{ signer }}")),
            )
        ),
    ),
)

MEETING_MINUTES = Layout(
    kind="D5B",
    title="Biên bản",
    blocks=(
        *opening("BIÊN BẢN"),
        Text("{{ unit }} họp lúc {{ began }} ngày {{ day }}, tại {{ place }}."),
        When("theme", (Lead("Nội dung chính:", "{{ theme }}."),)),
        Lead(
            "1. Thành phần.",
            "Chi bộ có {{ attendance.roll }} đảng viên ({{ attendance.official }} chính thức,"
            " {{ attendance.probationary }} dự bị)"
            "{% if attendance.left_out %}; không tính vào số phải dự: {{ attendance.left_out }}"
            "{% endif %}. Phải dự {{ attendance.summoned }}, có mặt {{ attendance.present }}, vắng"
            " có lý do {{ attendance.excused }}, vắng không lý do {{ attendance.unexcused }}; tỷ lệ"
            " dự họp {{ attendance.share }}.",
        ),
        When("attendance.away", (Text("Tổ đảng đi làm xa: {{ attendance.away }}."),)),
        When(
            "absences",
            (
                Text("Vắng mặt:"),
                Each("line", "absences", (listed("{{ line }}"),)),
            ),
        ),
        When(
            "guests",
            (
                Text("Cấp trên và khách dự:"),
                Each("line", "guests", (listed("{{ line }}"),)),
            ),
        ),
        Text("Chủ trì: đồng chí {{ chair }}. Ghi biên bản: đồng chí {{ recorder }}."),
        Lead("2. Nội dung.", ""),
        Each("line", "agenda", (listed("{{ line }}"),)),
        When(
            "looked_into",
            (
                Lead("3. Kiểm lại việc các tháng trước.", ""),
                Each(
                    "one",
                    "looked_into",
                    (listed("{{ one.what }}: {{ one.outcome }}"),),
                ),
            ),
        ),
        When("not looked_into", (Lead("3. Kiểm lại việc các tháng trước.", "Không có."),)),
        Lead("4. Ý kiến phát biểu.", "{{ discussion[0] }}."),
        Each("line", "discussion[1:]", (Text("{{ line }}."),)),
        Lead("5. Kết luận.", "{{ conclusion[0] }}."),
        Each("line", "conclusion[1:]", (Text("{{ line }}."),)),
        When(
            "items",
            (
                Lead("6. Nghị quyết.", "Chi bộ thống nhất giao:"),
                Table(
                    "row",
                    "items",
                    (
                        Column("TT", 12, "{{ row.position }}", Align.CENTRE),
                        Column("Việc", 80, "{{ row.what }}"),
                        Column("Người làm", 45, "{{ row.who }}"),
                        Column("Hạn", 28, "{{ row.due }}", Align.CENTRE),
                    ),
                ),
            ),
        ),
        Together(
            (
                Text(
                    "Cuộc họp kết thúc lúc {{ ended }} cùng ngày. Biên bản đã được thông qua tại"
                    " cuộc họp."
                ),
                Signatures(
                    Signer("", "NGƯỜI GHI BIÊN BẢN", "{{ recorder }}", hint="(Ký, ghi rõ họ tên)"),
                    Signer("", "CHỦ TRÌ", "{{ chair }}", hint="(Ký, ghi rõ họ tên)"),
                ),
            )
        ),
    ),
)

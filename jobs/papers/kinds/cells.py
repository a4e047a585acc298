"""D1, D2, D6, D7, D16: the papers of a cell, and the notice of its result."""

from jobs.papers.layout import (
    Align,
    Block,
    Column,
    Each,
    Heading,
    Layout,
    Lead,
    NewSheet,
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

SECRETARY = Signer("{{ signing }}", "BÍ THƯ", "{{ signer }}")
TO_COMMITTEE = Text("Kính gửi: {{ addressee }}", Style.CENTRED)
PROFILE = When(
    "members",
    (
        Text(
            "{{ unit }} có {{ members }} đảng viên: {{ official }} đảng viên chính thức,"
            " {{ probationary }} đảng viên dự bị; {{ exempted }} đảng viên được miễn công tác và"
            " sinh hoạt."
        ),
    ),
)

REGISTRATION = Layout(
    kind="D1",
    title="Bản đăng ký",
    blocks=(
        *opening("BẢN ĐĂNG KÝ"),
        TO_COMMITTEE,
        PROFILE,
        Text(
            "Ngày {{ tally.day }}, {{ meeting }} đã họp và thống nhất đăng ký với các nội dung sau"
            " ({{ tally.in_favour }}/{{ tally.base }} {{ voters }} được tính tán thành):"
        ),
        Each(
            "group",
            "groups",
            (
                Text("{{ group.number }}. {{ group.label }}", Style.BOLD),
                When("group.commitment", (Text("{{ group.commitment }}"),)),
                When("not group.commitment", (Text("………"),)),
            ),
        ),
        When("late", (Lead("Lý do đăng ký muộn:", "{{ late }}"),)),
        Together(
            (
                Text(
                    "{{ units | capitalize }} cam kết thực hiện đầy đủ các nội dung đã đăng ký./."
                ),
                Signatures(None, SECRETARY),
            )
        ),
    ),
)


def _minutes(kind: str) -> Layout:
    return Layout(
        kind=kind,
        title="Biên bản",
        blocks=(
            *opening("BIÊN BẢN"),
            Text(
                "{% if units == 'chi bộ' %}{{ unit }}{% else %}{{ meeting }}{% endif %} họp ngày"
                " {{ tally.day }}, {{ about }}."
            ),
            Lead(
                "1. Thành phần.",
                "Có mặt: {{ dots }} {{ voters }}. Vắng mặt: {{ dots }} {{ voters }} (có lý do:"
                " {{ dots }}; không có lý do: {{ dots }}).",
            ),
            Text("Chủ trì: đồng chí {{ signer or dots }}. Thư ký: đồng chí {{ dots }}."),
            Lead("2. Ý kiến thảo luận:", "{{ dots }}{{ dots }}{{ dots }}{{ dots }}"),
            Lead(
                "3. Biểu quyết.",
                "Số {{ voters }} được tính: {{ tally.base }}{% if base_reason %}"
                " ({{ base_reason }}){% endif %}. Tán thành: {{ tally.in_favour }}, bằng"
                " {{ tally.share }}.",
            ),
            When(
                "voters == 'đảng viên'",
                (
                    Text(
                        "Số đảng viên được tính là đảng viên chính thức được triệu tập, trừ đảng"
                        " viên sinh hoạt tạm thời nơi khác, đảng viên được miễn sinh hoạt không dự"
                        " họp, đảng viên bị đình chỉ, khởi tố, tạm giam và đảng viên vắng suốt cuộc"
                        " họp có lý do được chấp nhận. Quá một nửa số này tán thành thì được thông"
                        " qua.",
                        Style.ITALIC,
                    ),
                ),
            ),
            When(
                "entered_for",
                (Text("Số liệu do văn phòng nhập thay chi bộ theo bản đã ký.", Style.ITALIC),),
            ),
            Together(
                (
                    Lead("4. Kết luận.", "{{ conclusion }} Cuộc họp kết thúc lúc {{ dots }}."),
                    Signatures(
                        Signer("", "THƯ KÝ", "", hint="(Ký, ghi rõ họ tên)"),
                        Signer("", "CHỦ TRÌ", "{{ signer }}", hint="(Ký, ghi rõ họ tên)"),
                    ),
                )
            ),
        ),
    )


REGISTRATION_MINUTES = _minutes("D2")
ASSESSMENT_MINUTES = _minutes("D7")

POINTS: tuple[Block, ...] = (
    NewSheet(),
    Heading("BẢNG CHẤM ĐIỂM"),
    Text("“{{ award }}”, {{ unit }}", Style.CENTRED_BOLD),
    Table(
        "row",
        "rows",
        (
            Column("TT", 12, "{{ row.key }}", Align.CENTRE),
            Column("Tiêu chí", 78, "{{ row.label }}"),
            Column("Điểm tối đa", 16, "{{ row.maximum }}", Align.CENTRE),
            Column("Mức", 24, "{{ row.level }}"),
            Column("Tự chấm", 16, "{{ row.points }}", Align.CENTRE),
            Column("Minh chứng", 19, "{{ row.files }}", Align.CENTRE),
        ),
        total="Tổng cộng: {{ total }}/{{ maximum }} điểm.",
    ),
)

ASSESSMENT = Layout(
    kind="D6",
    title="Báo cáo",
    blocks=(
        *opening("BÁO CÁO"),
        TO_COMMITTEE,
        PROFILE,
        Text("I. KẾT QUẢ", Style.BOLD),
        Each(
            "group",
            "groups",
            (
                Lead(
                    "{{ group.number }}. {{ group.label }}:",
                    "{{ group.points }}/{{ group.maximum }} điểm.",
                ),
                Each(
                    "row", "group.noted", (Text("- {{ row.label }}: {{ row.note }}", Style.ITEM),)
                ),
            ),
        ),
        Text("II. HẠN CHẾ", Style.BOLD),
        When(
            "limits",
            (
                Each(
                    "row",
                    "limits",
                    (listed("{{ row.label }}: mức {{ row.level }}"),),
                ),
            ),
        ),
        When("not limits", (Text("Các tiêu chí đều đạt mức cao nhất."),)),
        Text("III. ĐỀ NGHỊ", Style.BOLD),
        Together(
            (
                Text(
                    "{{ units | capitalize }} tự chấm {{ total }}/{{ maximum }} điểm{% if"
                    " '…' not in tally.base %}, đã họp ngày {{ tally.day }}, {{ tally.in_favour }}/"
                    "{{ tally.base }} {{ voters }} được tính tán thành{% endif %}. Đề nghị"
                    " {{ addressee }} xem xét, {% if units == 'chi bộ' %}đề nghị {% endif %}công"
                    " nhận “{{ award }}”./."
                ),
                Signatures(None, SECRETARY),
            )
        ),
        *POINTS,
    ),
)

RESULT = Layout(
    kind="D16",
    title="Thông báo",
    blocks=(
        *opening("THÔNG BÁO"),
        Text("Kính gửi: {{ unit }}", Style.CENTRED),
        Text(
            "{% if body %}Ngày {{ meeting_day }}, {{ body }} đã xem xét hồ sơ của {{ unit }}."
            "{% endif %} Kết quả: {{ outcome }}{% if votes %} ({{ votes }} tán thành){% endif %}."
        ),
        When("conclusion", (Lead("Kết luận:", "{{ conclusion }}"),)),
        When(
            "reasons and not positive",
            (
                Text("Lý do:", Style.BOLD),
                Each("line", "reasons", (listed("{{ line }}"),)),
            ),
        ),
        Together(
            (
                When(
                    "may_ask",
                    (
                        Text(
                            "Nếu không đồng ý, {{ units }} có thể đề nghị xem xét lại trong"
                            " {{ days }} ngày kể từ ngày nhận thông báo này."
                        ),
                    ),
                ),
                Signatures(
                    Recipients("['- ' ~ unit ~ ',', '- Lưu Văn phòng.']"),
                    Signer("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", ""),
                ),
            )
        ),
    ),
)

CELL_LAYOUTS = (REGISTRATION, REGISTRATION_MINUTES, ASSESSMENT, ASSESSMENT_MINUTES, RESULT)

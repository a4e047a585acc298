"""D4: the notice of the cells chosen as pilots."""

from jobs.papers.layout import (
    Align,
    Column,
    Each,
    Layout,
    Recipients,
    Signatures,
    Signer,
    Table,
    Text,
    Together,
    When,
    opening,
)

PILOTS_NOTICE = Layout(
    kind="D4",
    title="Thông báo",
    blocks=(
        *opening("THÔNG BÁO"),
        Each("basis", "bases", (Text("{{ basis }}"),)),
        When(
            "rows",
            (
                Text("{{ body }} thông báo chọn {{ count }} chi bộ làm điểm như sau:"),
                Table(
                    "row",
                    "rows",
                    (
                        Column("TT", 10, "{{ row.position }}", Align.CENTRE),
                        Column("Chi bộ", 45, "{{ row.cell }}"),
                        Column("Lý do chọn", 65, "{{ row.reason }}"),
                        Column("Cấp ủy viên phụ trách", 45, "{{ row.supervisor }}"),
                    ),
                ),
            ),
        ),
        Each("line", "dropped | default([])", (Text("{{ line }}"),)),
        Together(
            (
                When(
                    "rows",
                    (
                        Text(
                            "Chi bộ làm điểm thực hiện đầy đủ các nội dung đã đăng ký, kịp thời báo"
                            " cáo khó khăn, vướng mắc. Đồng chí phụ trách dự sinh hoạt, hướng dẫn"
                            " và báo cáo kết quả với {{ body }}."
                        ),
                    ),
                ),
                When(
                    "not rows and not (changes | default(false))",
                    (
                        Text(
                            "{{ body }} thông báo không chọn chi bộ làm điểm. Lý do:"
                            " {{ none_reason }}."
                        ),
                    ),
                ),
                Signatures(
                    Recipients(), Signer("{{ on_behalf_of }}", "{{ post }}", "{{ signer }}")
                ),
            )
        ),
    ),
)

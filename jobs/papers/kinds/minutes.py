"""D9: the minutes of a body's sitting."""

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


def _votes(cell: float, result: float, *merit: Column) -> Table:
    return Table(
        "row",
        "rows",
        (
            Column("TT", 10, "{{ row.position }}", Align.CENTRE),
            Column("{{ units | capitalize }}", cell, "{{ row.cell }}"),
            Column("Số được tính", 18, "{{ row.base }}", Align.CENTRE),
            Column("Tán thành", 16, "{{ row.in_favour }}", Align.CENTRE),
            Column("Không tán thành", 17, "{{ row.against }}", Align.CENTRE),
            Column("Ý kiến khác", 15, "{{ row.other }}", Align.CENTRE),
            *merit,
            Column("Kết quả", result, "{{ row.result }}"),
        ),
    )


# Only where a Giấy khen is voted on, its column.
VOTES = (
    When("merit", (_votes(45, 27, Column("Giấy khen", 17, "{{ row.merit }}", Align.CENTRE)),)),
    When("not merit", (_votes(50, 39),)),
)

MINUTES = Layout(
    kind="D9",
    title="Biên bản",
    blocks=(
        *opening("BIÊN BẢN"),
        Text("{{ body }} họp lúc {{ opened }}{% if place %}, tại {{ place }}{% endif %}."),
        Lead("1. Thành phần.", "Có mặt {{ present }}/{{ roll }} đồng chí:"),
        Each(
            "seat",
            "attending",
            (listed("Đồng chí {{ seat.name }}{% if seat.post %}, {{ seat.post }}{% endif %}"),),
        ),
        When(
            "absent",
            (
                Text("Vắng mặt:"),
                Each(
                    "one",
                    "absent",
                    (listed("Đồng chí {{ one.name }}: {{ one.reason }}"),),
                ),
            ),
        ),
        Text(
            "Chủ trì: đồng chí {{ chair }}."
            "{% if recorder %} Ghi biên bản: đồng chí {{ recorder }}.{% endif %}"
        ),
        Lead(
            "2. Nội dung.",
            "Xem xét, biểu quyết từng {{ units }}. Số người được tính là tổng số thành viên đương"
            " chức ({{ roll }} đồng chí), trừ người phải ra khỏi mục đó. Quá một nửa số này tán"
            " thành thì được thông qua.",
        ),
        Each(
            "one",
            "leaving",
            (listed("{{ one.cell }}: không tham gia biểu quyết: {{ one.names }}"),),
        ),
        Each(
            "one",
            "exceptions",
            (
                listed(
                    "{{ one.cell }}: xét ngoại lệ, lý do: {{ one.reason }}"
                    " (người đồng ý: đồng chí {{ one.by }})"
                ),
            ),
        ),
        *VOTES,
        Lead("3. Kết luận.", "{{ conclusions[0] }}"),
        Each("line", "conclusions[1:]", (Text("{{ line }}"),)),
        # No signature stands alone on a sheet.
        Together(
            (
                Text(
                    "Phiên họp kết thúc lúc {{ closed }}."
                    "{% if on_order %} Đồng chí {{ closed_by }} chốt phiên họp theo lệnh của chủ"
                    " trì.{% endif %} Biên bản đã được thông qua tại phiên họp."
                ),
                Signatures(
                    Signer("", "NGƯỜI GHI BIÊN BẢN", "{{ recorder }}", hint="(Ký, ghi rõ họ tên)"),
                    Signer("", "CHỦ TRÌ", "{{ chair }}", hint="(Ký, ghi rõ họ tên)"),
                ),
            )
        ),
    ),
)

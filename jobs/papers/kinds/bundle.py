"""D20: the list in front of a bundle; its papers follow."""

from jobs.papers.layout import Align, Column, Layout, Lead, Style, Table, Text, opening

CONTENTS = Layout(
    kind="D20",
    title="Bộ hồ sơ",
    blocks=(
        *opening("BỘ HỒ SƠ"),
        Lead("Đơn vị:", "{{ unit }}{% if committee %}, {{ committee }}{% endif %}."),
        Text("MỤC LỤC", Style.CENTRED_BOLD),
        Table(
            "row",
            "papers",
            (
                Column("TT", 14, "{{ row.position }}", Align.CENTRE),
                Column("Văn bản", 101, "{{ row.name }}"),
                Column("Mẫu", 20, "{{ row.kind }}", Align.CENTRE),
                Column("Số trang", 30, "{{ row.pages }}", Align.CENTRE),
            ),
        ),
    ),
)

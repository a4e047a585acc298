"""D8 and D13: the appraisal reports of the two levels."""

from jobs.papers.layout import (
    Align,
    Column,
    Each,
    Layout,
    Lead,
    Signatures,
    Signer,
    Style,
    Table,
    Text,
    Together,
    When,
    opening,
)


def _report(kind: str) -> Layout:
    return Layout(
        kind=kind,
        title="Báo cáo",
        blocks=(
            *opening("BÁO CÁO"),
            Text("Kính gửi: {{ addressee }}", Style.CENTRED),
            Lead(
                "1. Điểm.",
                "{{ units | capitalize }} tự chấm {{ self_total }} điểm, thẩm định"
                " {{ appraised_total }} điểm.",
            ),
            Table(
                "row",
                "rows",
                (
                    Column("TT", 12, "{{ row.key }}", Align.CENTRE),
                    Column("Tiêu chí", 70, "{{ row.label }}"),
                    Column("Tự chấm", 22, "{{ row.own }}"),
                    Column("Thẩm định", 22, "{{ row.appraised }}"),
                    Column("Lý do chênh lệch", 39, "{{ row.reason }}"),
                ),
            ),
            Lead("2. Điều kiện.", "{{ eligible }} đề nghị công nhận."),
            Table(
                "row",
                "conditions",
                (
                    Column("Điều kiện", 80, "{{ row.heading }}"),
                    Column("Yêu cầu", 25, "{{ row.asked }}", Align.CENTRE),
                    Column("Thực tế", 35, "{{ row.found }}"),
                    Column("Kết luận", 25, "{{ row.verdict }}"),
                ),
            ),
            Text("3. Ý kiến các bộ phận", Style.BOLD),
            When(
                "opinions",
                (
                    Each(
                        "one",
                        "opinions",
                        (
                            Text(
                                "- {{ one.desk }} (đồng chí {{ one.name }}): {{ one.words }}"
                                "{% if one.flagged %} (có lưu ý){% endif %}",
                                Style.ITEM,
                            ),
                        ),
                    ),
                ),
            ),
            When("not opinions", (Text("Không có ý kiến khác."),)),
            When("quota is defined and quota", (Lead("Giới hạn số lượng:", "{{ quota }}"),)),
            When("conclusion", (Lead("4. Kết luận:", "{{ conclusion }}"),)),
            Together(
                (
                    Text("Đề xuất xếp loại chất lượng: {{ rating or '………' }}."),
                    Signatures(
                        None,
                        Signer(
                            "", "NGƯỜI THẨM ĐỊNH", "{{ concluded_by }}", hint="(Ký, ghi rõ họ tên)"
                        ),
                    ),
                )
            ),
        ),
    )


WARD_APPRAISAL = _report("D8")
CITY_APPRAISAL = _report("D13")

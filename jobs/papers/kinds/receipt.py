"""D19: the slip that a file was received or sent back."""

from jobs.papers.layout import (
    Each,
    Heading,
    Layout,
    Lead,
    Signatures,
    Signer,
    Style,
    Text,
    Together,
    When,
    listed,
)

RECEIPT = Layout(
    kind="D19",
    title="Phiếu",
    blocks=(
        When("back", (Heading("PHIẾU TRẢ HỒ SƠ"),)),
        When("not back", (Heading("PHIẾU TIẾP NHẬN HỒ SƠ"),)),
        Each("line", "subject", (Text("{{ line }}", Style.CENTRED_BOLD),)),
        Text("-----", Style.CENTRED_BOLD),
        Lead("Đơn vị:", "{{ unit }}{% if committee %}, {{ committee }}{% endif %}."),
        Lead("Hồ sơ:", "{{ file }}, mã {{ verification.removeprefix('Mã hồ sơ: ') }}."),
        When(
            "not back",
            (
                Lead("Tiếp nhận lúc:", "{{ at }} ngày {{ day }}."),
                When(
                    "late",
                    (
                        Lead(
                            "Nộp muộn,",
                            "Ban Thường vụ đồng ý tiếp nhận{% if consent %} theo văn bản"
                            " {{ consent }}{% endif %}.",
                        ),
                    ),
                ),
            ),
        ),
        When(
            "back",
            (
                Lead("Lý do trả:", "{{ reason }}"),
                When(
                    "marked",
                    (
                        Text("Phần cần bổ sung:", Style.BOLD),
                        Each("part", "marked", (listed("{{ part }}"),)),
                    ),
                ),
            ),
        ),
        Together(
            (
                When("back and due_on", (Lead("Hạn bổ sung:", "hết ngày {{ due_on }}."),)),
                Signatures(
                    Signer("", "NGƯỜI NỘP", "", hint="(Ký, ghi rõ họ tên)"),
                    Signer("", "NGƯỜI TIẾP NHẬN", "{{ received_by }}", hint="(Ký, ghi rõ họ tên)"),
                ),
            )
        ),
    ),
)

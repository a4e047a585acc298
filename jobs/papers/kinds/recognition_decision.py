"""D14, D15 and D17: the decisions that recognise, grant Giấy khen and revoke, with their lists."""

from dataclasses import replace

from jobs.papers.layout import (
    Align,
    Column,
    Each,
    Heading,
    Layout,
    Lead,
    NewSheet,
    Recipients,
    Scan,
    Signatures,
    Signer,
    Style,
    Table,
    Text,
    Together,
    When,
    opening,
)

RECOGNISED = Table(
    "cell",
    "cells",
    (
        Column("TT", 10, "{{ cell.position }}", Align.CENTRE),
        Column("{{ units | capitalize }}", 36, "{{ cell.cell }}"),
        Column("Đảng bộ", 26, "{{ cell.ward }}"),
        Column("{{ leader }}", 32, "{{ cell.secretary }}"),
        Column("Điểm", 15, "{{ cell.score }}", Align.CENTRE),
        Column("Xếp loại chất lượng", 31, "{{ cell.rating }}"),
        Column("Tán thành", 15, "{{ cell.votes }}", Align.CENTRE),
    ),
    total="{{ cells_total }}",
)

# A committee is no part of another: nothing stands between its name and who leads it.
COMMITTEES = replace(
    RECOGNISED,
    columns=(
        RECOGNISED.columns[0],
        replace(RECOGNISED.columns[1], width=56),
        replace(RECOGNISED.columns[3], width=38),
        *RECOGNISED.columns[4:],
    ),
)

RECOGNITION_DECISION = Layout(
    kind="D14",
    title="Quyết định",
    blocks=(
        *opening("QUYẾT ĐỊNH"),
        Each("line", "corrected", (Text("{{ line }}", Style.CENTRED_ITALIC),)),
        Each("basis", "bases", (Text("{{ basis }}"),)),
        Text("{{ deciding_heading }}", Style.CENTRED_BOLD),
        Each("article", "articles[:-1]", (Lead("{{ article.heading }}", "{{ article.text }}"),)),
        # The last article stays with the signature: no signature stands alone on a sheet.
        Together(
            (
                Lead("{{ articles[-1].heading }}", "{{ articles[-1].text }}"),
                Signatures(
                    Recipients(), Signer("{{ on_behalf_of }}", "{{ post }}", "{{ signer }}")
                ),
                Scan(),
            )
        ),
        NewSheet(),
        Heading("DANH SÁCH"),
        Each("line", "annex_subject", (Text("{{ line }}", Style.CENTRED_BOLD),)),
        Text("{{ enclosure }}", Style.CENTRED_ITALIC),
        Text("-----", Style.CENTRED_BOLD),
        When("of_parts", (RECOGNISED,)),
        When("not of_parts", (COMMITTEES,)),
    ),
)

MERIT_DECISION = replace(RECOGNITION_DECISION, kind="D15")

# No points and no rating: what was wrong stands in the articles.
REVOKED = Table(
    "cell",
    "cells",
    (
        Column("TT", 12, "{{ cell.position }}", Align.CENTRE),
        Column("{{ units | capitalize }}", 55, "{{ cell.cell }}"),
        Column("Đảng bộ", 55, "{{ cell.ward }}"),
        Column("Tán thành thu hồi", 43, "{{ cell.votes }}", Align.CENTRE),
    ),
    total="{{ cells_total }}",
)
REVOKED_COMMITTEES = replace(
    REVOKED,
    columns=(REVOKED.columns[0], replace(REVOKED.columns[1], width=110), REVOKED.columns[3]),
)
REVOCATION_DECISION = replace(
    RECOGNITION_DECISION,
    kind="D17",
    blocks=(
        *RECOGNITION_DECISION.blocks[:-2],
        When("of_parts", (REVOKED,)),
        When("not of_parts", (REVOKED_COMMITTEES,)),
    ),
)

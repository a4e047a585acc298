"""D10 and D11: the submission that proposes recognition, and the roster that goes with it."""

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
    opening,
)

SIGNED = Signer("{{ on_behalf_of }}", "{{ post }}", "{{ signer }}")


def _cells(over: str, *more: Column) -> Table:
    return Table(
        "row",
        over,
        (
            Column("TT", 10, "{{ row.position }}", Align.CENTRE),
            Column("{{ units | capitalize }}", 45, "{{ row.cell }}"),
            Column("{{ leader }}", 37, "{{ row.secretary }}"),
            *more,
        ),
    )


_SCORE = Column("Điểm", 14, "{{ row.score }}", Align.CENTRE)
_RATING = Column("Xếp loại đề xuất", 36, "{{ row.rating }}")
_VOTES = Column("Tán thành", 18, "{{ row.votes }}", Align.CENTRE)


def _rows(over: str) -> tuple[Block, ...]:
    """Lines with the proposed rating, or without where nobody has proposed any yet."""
    return (
        When(f"{over} and rated", (_cells(over, _SCORE, _RATING, _VOTES),)),
        When(f"{over} and not rated", (_cells(over, _SCORE, _VOTES),)),
    )


def _part(letter: str, title: str, over: str, *tables: Block) -> tuple[Block, ...]:
    return (
        Text(f"{letter}. {title}", Style.BOLD),
        *tables,
        When(f"not {over}", (Text("Không có."),)),
    )


SUBMISSION = Layout(
    kind="D10",
    title="Tờ trình",
    blocks=(
        *opening("TỜ TRÌNH"),
        Text("Kính gửi: {{ addressee }}", Style.CENTRED),
        Each("basis", "bases", (Text("{{ basis }}"),)),
        Text(
            "{{ body }} kính trình như sau: ngày {{ meeting_day }}, với {{ present }}/{{ roll }}"
            " đồng chí có mặt, {{ body }} đã xem xét {{ agenda_count }} {{ units }}, đề nghị công"
            " nhận {{ recommended_count }} {{ units }}{% if merit_voted %}, trong đó đề nghị tặng"
            " Giấy khen {{ merit_count }} {{ units }}{% endif %}{% if others %}; {{ others_count }}"
            " {{ units }} không đề nghị{% endif %}."
        ),
        *_part("A", "Đề nghị công nhận “{{ award }}”", "recommended", *_rows("recommended")),
        # A committee's own body votes on its title alone.
        When(
            "merit_voted",
            _part("B", "Đề nghị công nhận và tặng Giấy khen", "with_merit", *_rows("with_merit")),
        ),
        *_part(
            "{% if merit_voted %}C{% else %}B{% endif %}", "Không đề nghị", "others",
            When("others", (_cells("others", _SCORE, Column("Lý do", 54, "{{ row.why }}")),)),
        ),
        Text("Hồ sơ kèm theo: biên bản họp, danh sách trích ngang và hồ sơ của các {{ units }}."),
        Together(
            (
                Text("{{ body }} kính trình xem xét, quyết định./."),
                Signatures(Recipients(), SIGNED),
            )
        ),
    ),
)  # fmt: skip


def _roster(*foot: Block) -> Table:
    return Table(
        "row",
        "rows",
        (
            Column("TT", 10, "{{ row.position }}", Align.CENTRE),
            Column("{{ units | capitalize }}", 42, "{{ row.cell }}"),
            Column("{{ leader }}", 37, "{{ row.secretary }}"),
            Column("Đảng viên", 14, "{{ row.members }}", Align.CENTRE),
            Column("Xếp loại đề xuất", 34, "{{ row.rating }}"),
            Column("Điểm từng nhóm", 38, "{{ row.groups }}"),
            Column("Tổng điểm", 15, "{{ row.score }}", Align.CENTRE),
            Column("Kỷ luật", 15, "{{ row.discipline }}", Align.CENTRE),
            Column("Số năm liền trước", 18, "{{ row.years }}", Align.CENTRE),
            Column("Tán thành", 18, "{{ row.votes }}", Align.CENTRE),
            Column("Giấy khen", 15, "{{ row.merit }}", Align.CENTRE),
        ),
        total="{{ total }}",
        foot=foot,
    )


def _exceptions(over: str, ending: str) -> Each:
    words = "- {{ row.cell }}: xét ngoại lệ, lý do: {{ row.exception }}"
    return Each("row", over, (Text(words + ending, Style.ITEM),))


ROSTER = Layout(
    kind="D11",
    title="Danh sách trích ngang",
    landscape=True,
    blocks=(
        *opening("DANH SÁCH TRÍCH NGANG"),
        Text("{{ enclosure }}", Style.CENTRED_ITALIC),
        # A few stand below the last row, with the signature; many turn the sheet among themselves.
        When(
            "not exceptions[3:]",
            (
                _roster(
                    _exceptions("exceptions[:-1]", ";"),
                    _exceptions("exceptions[-1:]", "."),
                    Signatures(None, SIGNED),
                ),
            ),
        ),
        When(
            "exceptions[3:]",
            (
                _roster(),
                _exceptions("exceptions[:-1]", ";"),
                Together((_exceptions("exceptions[-1:]", "."), Signatures(None, SIGNED))),
            ),
        ),
    ),
)

"""How the Party's papers word dates, numbers and articles.

Rules: guideline 36-HD/VPTW of 03/4/2018 on the form of the Party's papers.
"""

import re
import unicodedata
from datetime import date

DOTS = "………"
DOTTED_DATE = "ngày … tháng … năm ……"


def clean(text: str) -> str:
    """One line of composed letters, without control, format or unassigned characters.

    Line feeds would start lines of their own in Word, and marks of direction could make a name
    read otherwise on paper than in the register. A space that no line breaks at stays one.
    """
    composed = unicodedata.normalize("NFC", text)
    spaced = " ".join(part for part in re.split(r"[^\S\u00a0]+", composed) if part)
    return "".join(sign for sign in spaced if not unicodedata.category(sign).startswith("C"))


def date_line(day: date | None) -> str:
    """«ngày 05 tháng 4 năm 2026»: days below 10 are padded, months only if 1 or 2.

    The padding keeps a pen from turning the 5th into the 15th or February into December.
    """
    if day is None:
        return DOTTED_DATE
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def number_line(number: str | None, *, symbol: str) -> str:
    """«Số 125-QĐ/Th.U», without a colon; dots for the number that is still to come."""
    if number is not None:
        return f"Số {number}"
    return f"Số {DOTS}-{symbol}"


def enclosure_line(number: str | None, day: date | None, *, symbol: str, body: str) -> str:
    """Name the decision that a list goes with."""
    number_words = number_line(number, symbol=symbol).replace("Số", "số", 1)
    return f"(Kèm theo Quyết định {number_words}, {date_line(day)} của {body})"


def count_words(count: int) -> str:
    """Write a count as papers do: below ten with two digits, «05»; none is «0»."""
    return f"{count:02}" if count else "0"


def recognition_articles(*, count: int, year: int, implementers: str) -> tuple[str, ...]:
    """Word the three articles of a decision that recognises ``count`` cells of ``year``.

    ``implementers`` begins the last one: «Văn phòng, Ban Tổ chức Thành ủy … và các chi bộ có
    tên tại Điều 1».
    """
    return (
        (
            f"Công nhận {count_words(count)} chi bộ đạt danh hiệu “Chi bộ 4 tốt” năm {year}"
            " (có danh sách kèm theo)."
        ),
        "Quyết định này có hiệu lực kể từ ngày ký.",
        f"{implementers} chịu trách nhiệm thi hành Quyết định này./.",
    )


def closed_list(lines: tuple[str, ...], *, between: str, last: str) -> list[str]:
    """Clauses with a dash and a closing mark each: «- …;», at the end «- …,»."""
    closings = [between] * (len(lines) - 1) + [last]
    return [
        f"- {line.rstrip(' ;,.')}{closing}"
        for line, closing in zip(lines, closings, strict=False)  # no lines, no closing
    ]

"""How the quality of a meeting is scored: two tables of five blocks, as data.

A template to be adapted: blocks and the 85 % are from Hướng dẫn 12-HD/BTCTW, the points are
a proposal. A tenant's own stands in its campaign's rules under ``meeting_quality`` and has
the same shape, with the labels of the levels.

An item's ``measure`` says how it is scored: ``judged`` by the cell (met or not), the others
from what was written down of the meeting (``workflows.meetings.quality``).
"""

from __future__ import annotations

from typing import Any

ATTENDANCE = {
    "key": "attendance",
    "label": "Tham dự",
    "items": [
        {
            "key": "present",
            "label": "Tỷ lệ đảng viên dự họp",
            "points": 15,
            "measure": "attendance",
            "above": [[95, 15], [90, 12], [85, 10]],
            "less_when_unexcused": 5,
        }
    ],
}
PREPARATION = {
    "key": "preparation",
    "label": "Chuẩn bị",
    "items": [
        {"key": "prepared", "label": "Bí thư hoặc phó bí thư chuẩn bị nội dung", "points": 6},
        {"key": "committee_met", "label": "Chi ủy họp trước để thống nhất", "points": 6},
        {"key": "focused", "label": "Nội dung đúng quy định, có trọng tâm", "points": 4},
        {"key": "draft", "label": "Có dự thảo nghị quyết hoặc kết luận", "points": 4},
    ],
}
PRINCIPLES = {
    "key": "principles",
    "label": "Nguyên tắc",
    "items": [
        {"key": "democratic", "label": "Giữ nguyên tắc tập trung dân chủ", "points": 5},
        {"key": "criticism", "label": "Có tự phê bình và phê bình", "points": 5},
        {"key": "minutes", "label": "Ghi biên bản đầy đủ", "points": 5},
    ],
}
SPEAKERS = {
    "key": "speakers",
    "label": "Từ 20% đảng viên dự họp phát biểu",
    "points": 6,
    "measure": "speakers",
    "from": 20,
}
CONCLUDED = {"key": "concluded", "label": "Chủ trì kết luận từng nội dung", "points": 6}
CLEAR = {
    "key": "clear",
    "label": "Nghị quyết mới rõ việc, rõ người, rõ thời hạn",
    "points": 10,
    "measure": "resolution",
}
PROGRESS = {"key": "progress", "label": "Kết quả tiến bộ hơn tháng trước", "points": 5}

REFERENCE: dict[str, Any] = {
    "levels": [
        {"from": 90, "label": "Tốt"},
        {"from": 70, "label": "Khá"},
        {"from": 50, "label": "Trung bình"},
        {"from": 0, "label": "Kém"},
    ],
    "regular": [
        ATTENDANCE,
        PREPARATION,
        {
            "key": "organisation",
            "label": "Tổ chức buổi họp",
            "items": [
                {"key": "day", "label": "Họp đúng ngày, đủ thời lượng", "points": 5,
                 "measure": "day"},
                {"key": "agenda", "label": "Thực hiện đủ chương trình", "points": 8},
                SPEAKERS,
                CONCLUDED,
            ],
        },
        PRINCIPLES,
        {
            "key": "results",
            "label": "Kết quả",
            "items": [
                {"key": "reviewed", "label": "Kiểm lại nghị quyết kỳ trước", "points": 10,
                 "measure": "reviewed"},
                CLEAR,
                PROGRESS,
            ],
        },
    ],
    "thematic": [
        ATTENDANCE,
        PREPARATION,
        {
            "key": "organisation",
            "label": "Tổ chức buổi họp",
            "items": [
                {"key": "theme", "label": "Chuyên đề sát nhiệm vụ của chi bộ", "points": 5},
                {"key": "agenda", "label": "Trình bày, thảo luận đủ chuyên đề", "points": 8},
                SPEAKERS,
                CONCLUDED,
            ],
        },
        PRINCIPLES,
        {
            "key": "results",
            "label": "Kết quả",
            "items": [
                {"key": "solutions", "label": "Chuyên đề nêu được giải pháp cụ thể", "points": 10},
                CLEAR,
                PROGRESS,
            ],
        },
    ],
}  # fmt: skip

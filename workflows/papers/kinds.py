"""The papers D1 to D20: their names, forms, and who reads them (docs/process.md, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a paper is about; its rows hang on that row."""

    DOSSIER = "dossier"
    SITTING = "sitting"
    DECISION = "decision"
    UNIT = "unit"


class Audience(StrEnum):
    """Who reads a paper, among those who see its subject."""

    CONTENTS = "contents"
    """Whoever reads what stands in the dossier, the cell included."""
    COMMITTEE = "committee"
    """Whoever reads opinions: the committees, never the cell."""
    SUBJECT = "subject"
    """Whoever sees the sitting, the decision or the unit."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper. ``name`` is what offices call it."""

    key: str
    name: str
    subject: Subject
    audience: Audience = Audience.SUBJECT
    forms: tuple[str, ...] = ("pdf", "docx")


_ALL = (
    PaperKind("D1", "Bản đăng ký", Subject.DOSSIER, Audience.CONTENTS),
    PaperKind("D2", "Biên bản họp chi bộ đăng ký", Subject.DOSSIER, Audience.CONTENTS),
    PaperKind("D3", "Biểu tổng hợp đăng ký", Subject.UNIT, forms=("pdf", "xlsx")),
    PaperKind("D4", "Thông báo chọn chi bộ làm điểm", Subject.SITTING),
    PaperKind("D5", "Phiếu chấm điểm sinh hoạt", Subject.UNIT),
    PaperKind("D5B", "Biên bản họp chi bộ hằng tháng", Subject.UNIT),
    PaperKind("D6", "Báo cáo tự đánh giá và bảng chấm điểm", Subject.DOSSIER, Audience.CONTENTS),
    PaperKind("D7", "Biên bản họp chi bộ bình xét", Subject.DOSSIER, Audience.CONTENTS),
    PaperKind("D8", "Báo cáo thẩm định", Subject.DOSSIER, Audience.COMMITTEE),
    PaperKind("D9", "Biên bản họp ban thường vụ", Subject.SITTING),
    PaperKind("D10", "Tờ trình đề nghị công nhận", Subject.SITTING),
    PaperKind("D11", "Danh sách trích ngang", Subject.SITTING, forms=("pdf", "docx", "xlsx")),
    PaperKind("D12", "Báo cáo sơ kết, tổng kết", Subject.UNIT),
    PaperKind("D13", "Báo cáo thẩm định của cấp trên", Subject.DOSSIER, Audience.COMMITTEE),
    PaperKind("D14", "Quyết định công nhận", Subject.DECISION),
    PaperKind("D15", "Quyết định tặng Giấy khen và Giấy khen", Subject.DECISION),
    PaperKind("D16", "Thông báo kết quả", Subject.DOSSIER, Audience.CONTENTS),
    PaperKind("D17", "Quyết định thu hồi", Subject.DECISION),
    PaperKind("D18", "Sổ theo dõi khen thưởng", Subject.UNIT, forms=("pdf", "xlsx")),
    PaperKind("D19", "Phiếu tiếp nhận, trả hồ sơ", Subject.DOSSIER, Audience.CONTENTS),
    PaperKind("D20", "Bộ hồ sơ", Subject.DOSSIER, Audience.COMMITTEE, forms=("pdf", "zip")),
)
KINDS: dict[str, PaperKind] = {kind.key: kind for kind in _ALL}

"""Flags in words: what to look at, with the facts."""

from __future__ import annotations

from web.catalogue import _
from web.filters import number
from workflows.dossiers.flags import Flag, Raised


def flag_words(raised: Raised) -> str:
    """Say what a flag is about."""
    if raised.flag is Flag.SCORE_GAP:
        return _(
            "Điểm lệch nhiều: chi bộ %(own)s, thẩm định %(appraised)s",
            own=number(raised.own),
            appraised=number(raised.appraised),
        )
    if raised.flag is Flag.MISSING_EVIDENCE:
        return _("Thiếu minh chứng tiêu chí %(keys)s", keys=", ".join(raised.criteria))
    if raised.flag is Flag.OPINION:
        return _("Có ý kiến lưu ý của đ/c %(names)s", names=", ".join(raised.names))
    if raised.flag is Flag.EQUAL_TEXTS:
        return _(
            "Nội dung tiêu chí %(keys)s trùng với chi bộ khác", keys=", ".join(raised.criteria)
        )
    return {
        Flag.DISCIPLINE: _("Có vấn đề kỷ luật hoặc đơn thư cần đối chiếu"),
        Flag.NOT_ELIGIBLE: _("Không đủ điều kiện, được đặc cách"),
        Flag.OWN_TITLE: _("Hồ sơ của đảng bộ, chấm từng tiêu chí"),
    }[raised.flag]

"""Why a dossier does not make a move, or a task is not taken on: what is wrong, what to do."""

from __future__ import annotations

from web.catalogue import _
from web.filters import moment
from web.refusals.facts import Facts, Wordings
from web.words import move_word, party_word, state_word


def _four_eyes(f: Facts) -> str:
    """Say which earlier act it was, whose, and when."""
    step, day = move_word(f.word("trigger")), f.day("at", "on")
    if f.word("by"):
        return _(
            "Đ/c %(name)s, người đồng chí làm thay, đã làm bước «%(step)s» ngày %(day)s của hồ sơ"
            " này. Bước này do người khác làm.",
            name=f.word("by"), step=step, day=day,
        )  # fmt: skip
    if f.word("deputy"):
        return _(
            "Đ/c %(name)s đã làm bước «%(step)s» ngày %(day)s của hồ sơ này thay đồng chí, hoặc"
            " thay người đồng chí làm thay. Bước này do người khác làm.",
            name=f.word("deputy"), step=step, day=day,
        )  # fmt: skip
    return _(
        "Đồng chí đã làm bước «%(step)s» ngày %(day)s của hồ sơ này. Bước này do người khác làm.",
        step=step,
        day=day,
    )


DOSSIERS: Wordings = {
    "already_reconsidered": lambda _f: _(
        "Kết quả này đã được xin xem xét lại một lần. Mỗi kết quả chỉ xin được một lần."
    ),
    "changed_since": lambda _f: _(
        "Hồ sơ đã thay đổi sau việc của đồng chí nên không hoàn tác được nữa."
    ),
    "claimed": lambda f: _(
        "Đ/c %(name)s đã nhận việc này lúc %(time)s. Đồng chí chờ, hoặc nhận thay và ghi lý do.",
        name=f.word("name"),
        time=moment(f.get("at")),
    ),
    "four_eyes": _four_eyes,
    "frozen": lambda _f: _(
        "Phần này đang khóa, không sửa được. Tải lại trang để xem hồ sơ đang ở đâu."
    ),
    "future_day": lambda f: _(
        "Ngày phải trước hoặc đúng hôm nay, %(today)s.", today=f.day("today")
    ),
    "key_reused": lambda _f: _(
        "Biểu mẫu này đã gửi rồi. Tải lại trang để xem kết quả, rồi làm tiếp nếu cần."
    ),
    "missing": lambda _f: _("Còn mục chưa điền. Đồng chí điền các mục được đánh dấu."),
    "not_a_colleague": lambda _f: _(
        "Người này không còn giữ vai làm việc này. Tải lại trang rồi chọn người khác."
    ),
    "not_from_here": lambda f: (
        _(
            "Hồ sơ đang ở bước «%(state)s». Việc này làm ở bước: %(sources)s.",
            state=state_word(f.word("state")),
            sources=f.list("sources", state_word),
        )
        if f.get("sources")
        else _(
            "Hồ sơ đang ở bước «%(state)s», chưa làm được việc này."
            " Tải lại trang để xem việc cần làm.",
            state=state_word(f.word("state")),
        )
    ),
    "not_yours_to_release": lambda f: _(
        "Việc này do đ/c %(name)s nhận. Chỉ người đã nhận mới trả lại được.", name=f.word("name")
    ),
    "not_yours_to_undo": lambda f: _(
        "Việc cuối do đ/c %(name)s làm. Chỉ người làm mới hoàn tác được.", name=f.word("name")
    ),
    "nothing_to_go_back_to": lambda _f: _(
        "Không còn bước trước để trở về. Đồng chí gọi người quản trị."
    ),
    "nothing_to_reconsider": lambda _f: _("Hồ sơ chưa có kết quả để xin xem xét lại."),
    "nothing_to_undo": lambda _f: _(
        "Việc cuối của hồ sơ này không hoàn tác được. Tải lại trang để xem hồ sơ đang ở đâu."
    ),
    "past_day": lambda f: _("Hạn mới phải từ hôm nay, %(today)s, trở đi.", today=f.day("today")),
    "role": lambda f: _(
        "Việc này do %(parties)s làm. Đồng chí không giữ vai đó với hồ sơ này.",
        parties=f.list("parties", party_word),
    ),
    "too_early": lambda f: _("Chưa đến ngày. Việc này làm được từ %(day)s.", day=f.day("on")),
    "too_late": lambda f: _("Đã hết hạn ngày %(day)s. Đồng chí hỏi văn phòng.", day=f.day("until")),
    "too_late_to_undo": lambda _f: _("Đã quá 24 giờ nên không hoàn tác được nữa."),
}

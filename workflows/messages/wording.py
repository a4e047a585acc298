"""What messages say, in Vietnamese: the people they go to read no other language.

A sentence is kept with its message; what is sent months later says what was written then.
Pages have words of their own, in both languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenants.database import Json
from tenants.text.dates import show_date
from tenants.text.short import ONE_SMS, one_sms, without_accents

NAME = "Bốn Tốt"

# What happened, in a sentence for whoever hears of it. {unit} is the unit, {year} the
# campaign's year, {ward} and {city} what the tenant calls its two levels.
HAPPENED = {
    "submit_registration": "{unit} đã nộp đăng ký năm {year}",
    "accept_registration": "{Ward} đã tiếp nhận đăng ký năm {year} của {unit}",
    "return_registration": "{Ward} trả lại đăng ký của {unit} để sửa",
    "conclude_pilot_selection": "{Ward} đã họp chọn điểm; {unit} bắt đầu thực hiện",
    "admit": "{unit} bắt đầu thực hiện nội dung đăng ký năm {year}",
    "name_pilot": "{Ward} chọn {unit} làm điểm",
    "drop_pilot": "{unit} thôi làm điểm",
    "open_review": "{unit} bắt đầu tự đánh giá năm {year}",
    "submit_self_assessment": "{unit} đã nộp tự đánh giá năm {year}",
    "give_opinion": "Đã có ý kiến thẩm định về {unit}",
    "return_for_supplement": "{Ward} đề nghị {unit} bổ sung hồ sơ",
    "call_back": "{Ward} thẩm định tiếp hồ sơ {unit}",
    "conclude_appraisal": "Đã kết luận thẩm định {unit}; hồ sơ chờ {ward} họp",
    "reopen_appraisal": "{Ward} thẩm định lại hồ sơ {unit}",
    "recommend": "{Ward} đã họp, đề nghị công nhận {unit}",
    "not_recommend": "{Ward} đã họp, không đề nghị công nhận {unit}",
    "send_to_city": "{Ward} đã gửi hồ sơ {unit} lên {city}",
    "return_to_ward": "{City} trả lại hồ sơ {unit}",
    "resend": "{Ward} đã gửi lại hồ sơ {unit} lên {city}",
    "conclude_city_appraisal": "{City} đã thẩm định xong {unit}",
    "reopen_city_appraisal": "{City} thẩm định lại hồ sơ {unit}",
    "propose": "{unit} đã được đề nghị công nhận",
    "not_propose": "{unit} chưa được đề nghị công nhận",
    "recognize": "{unit} được công nhận danh hiệu năm {year}",
    "decline": "{unit} không được công nhận danh hiệu năm {year}",
    "request_reconsideration": "{unit} xin xem xét lại kết quả năm {year}",
    "grant_reconsideration": "Đã đồng ý xem xét lại kết quả của {unit}",
    "uphold": "Kết quả năm {year} của {unit} giữ nguyên sau khi xem xét lại",
    "revoke": "Danh hiệu năm {year} của {unit} đã bị thu hồi",
    "restore": "Danh hiệu năm {year} của {unit} được khôi phục",
    "result_published": "Kết quả năm {year} của {unit} đã được công bố",
    "put_on_hold": "Hồ sơ {unit} tạm dừng",
    "resume": "Hồ sơ {unit} được tiếp tục",
    "withdraw": "{unit} đã rút hồ sơ năm {year}",
    "lapse": "{unit} được ghi không tham gia năm {year}",
    "supersede": "Hồ sơ {unit} đã nhập vào hồ sơ khác",
    "transfer": "Hồ sơ {unit} đã chuyển đơn vị tiếp nhận",
}  # fmt: skip
CHANGED = "Hồ sơ {unit} có thay đổi"
# What is owed in a state, after "cần" and before a date.
OWED = {
    "registration_draft": "nộp đăng ký năm {year}",
    "registration_submitted": "tiếp nhận đăng ký của {unit}",
    "registration_returned": "sửa và nộp lại đăng ký",
    "registered": "họp chọn điểm hoặc cho {unit} thực hiện",
    "self_assessment": "nộp tự đánh giá năm {year}",
    "under_appraisal": "thẩm định hồ sơ {unit}",
    "returned": "bổ sung hồ sơ rồi gửi lại",
    "awaiting_ward_review": "họp xét {unit}",
    "awaiting_own_review": "họp xét đề nghị {unit}",
    "proposed": "gửi hồ sơ {unit} lên {city}",
    "recommended": "gửi hồ sơ {unit} lên {city}",
    "returned_to_ward": "hoàn thiện và gửi lại hồ sơ {unit}",
    "city_appraisal": "thẩm định hồ sơ {unit}",
    "awaiting_city_decision": "họp xét công nhận {unit}",
    "ward_reconsideration": "kết luận việc xem xét lại {unit}",
    "city_reconsideration": "kết luận việc xem xét lại {unit}",
    "on_hold": "xem lại hồ sơ tạm dừng của {unit}",
}
OWED_BY_UNIT = "{unit} cần {what}"
OWED_BY_OFFICE = "Cần {what}"
URGENT_MOVES = frozenset(
    {"return_registration", "return_for_supplement", "return_to_ward", "revoke", "put_on_hold"}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a sentence is about, and in which words of the tenant's own."""

    unit: str
    year: int
    ward: str
    city: str

    def put(self, text: str) -> str:
        """Put the names into a text."""
        for mark, word in (("ward", self.ward), ("city", self.city)):
            text = text.replace(f"{{{mark}}}", word)
            text = text.replace(f"{{{mark.capitalize()}}}", word[:1].upper() + word[1:])
        return text.replace("{unit}", self.unit).replace("{year}", str(self.year))


def subject_of(words: Json, unit: str, year: int) -> Subject:
    """Return the names of a tenant, a unit and a year."""
    return Subject(unit, year, str(words.get("ward") or "phường"), str(words.get("city") or ""))


def move_words(
    subject: Subject, trigger: str, *, criteria: Sequence[str] = (), until: date | None = None
) -> str:
    """Say what a move did, to which criteria, and until when the next act is owed.

    Reasons stay inside: they may tell of people, and a mailbox is no safe place for that.
    """
    said = subject.put(HAPPENED.get(trigger, CHANGED))
    which = f": tiêu chí {', '.join(criteria)}" if criteria else ""
    due = f" Hạn {show_date(until)}." if until else ""
    return f"{said}{which}.{due}"


def correction_words(subject: Subject, trigger: str) -> str:
    """Say that what was told before no longer stands."""
    said = subject.put(HAPPENED.get(trigger, CHANGED))
    return f"Đính chính: tin «{said}» không còn giá trị, người gửi đã hoàn tác."


def due_words(subject: Subject, state: str, *, by_unit: bool, due_on: date, today: date) -> str:
    """Say what is owed, by when, and how long that is."""
    what = OWED.get(state, "xử lý hồ sơ {unit}")
    said = (OWED_BY_UNIT if by_unit else OWED_BY_OFFICE).replace("{what}", what)
    left = (due_on - today).days
    if left < 0:
        when = f"Đã quá hạn {-left} ngày (hạn {show_date(due_on)})"
    elif left == 0:
        when = f"Hạn hôm nay, {show_date(due_on)}"
    else:
        when = f"Hạn {show_date(due_on)}, còn {left} ngày"
    return f"{subject.put(said)}. {when}."


def overdue_words(
    subject: Subject, state: str, *, by_unit: bool, due_on: date, today: date, nobody: bool
) -> str:
    """Tell those above of what was not done, or of a role that nobody holds."""
    words = due_words(subject, state, by_unit=by_unit, due_on=due_on, today=today)
    return f"{'Chưa có người giữ vai trò này' if nobody else 'Báo cáo'}: {words}"


def unit_duty_words(duty: str, unit: str, about: str, *, due_on: date, today: date) -> str:
    """Say what a unit owes its own year; what a weakness is stays inside: it may tell of people."""
    over = (today - due_on).days
    if duty == "meeting":
        year, month = about.split("-")
        what = f"{unit} chưa ghi buổi sinh hoạt tháng {int(month)}/{year}"
    else:
        what = f"{unit} có khuyết điểm chưa khắc phục xong"
    when = f"Đã quá {over} ngày (hạn {show_date(due_on)})"
    if over <= 0:
        when = f"Hạn {show_date(due_on)}, còn {-over} ngày"
    return f"{what}. {when}."


def short_of(words: str) -> str:
    """Return a sentence as an SMS has it."""
    return one_sms(f"{NAME}: {words}")


def bundle_subject(sentences: Sequence[str]) -> str:
    """Return the subject of an e-mail with these sentences."""
    if len(sentences) == 1:
        return f"{NAME}: {sentences[0].split('. ')[0].rstrip('.')}"
    return f"{NAME}: {len(sentences)} tin về công việc của đồng chí"


def bundle_body(
    name: str, sentences: Sequence[tuple[str, str]], *, office: str, phone: str, change: str
) -> str:
    """Write the e-mail that holds these sentences, each with the address to go to or none."""
    lines = [f"Kính gửi đồng chí {name},", ""]
    for number, (words, address) in enumerate(sentences, start=1):
        lines.append(f"{number}. {words}" if len(sentences) > 1 else words)
        if address:
            lines.append(f"   {address}" if len(sentences) > 1 else address)
    help_line = f" Cần giúp, gọi {phone}." if phone else ""
    lines += ["", f"{office}. Thư tự động, không cần trả lời.{help_line}"]
    if change:
        lines.append(f"Đổi cách nhận tin: {change}")
    return "\n".join(lines) + "\n"


def bundle_chat(sentences: Sequence[str]) -> str:
    """Write the Zalo message that holds these sentences."""
    return f"{NAME}:\n" + "\n".join(f"- {words}" for words in sentences)


def bundle_short(shorts: Sequence[str], *, address: str, phone: str) -> str:
    """Write the SMS for these short texts: the first of them, how many more, where to look."""
    more = f" Con {len(shorts) - 1} viec khac." if len(shorts) > 1 else ""
    ends = [
        f" Mo: {address}" if address else "",
        f" Giup: {without_accents(phone)}" if phone else "",
    ]
    for end in ("".join(ends), ends[0], ends[1], ""):
        if len(shorts[0]) + len(more) + len(end) <= ONE_SMS:
            return f"{shorts[0]}{more}{end}"
    return one_sms(shorts[0], most=ONE_SMS - len(more)) + more

"""Where the visitor may go from anywhere: the bar, and the home of each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, request

from tenants.members import Member
from tenants.personal_notices import unread_personal
from tenants.platform.break_glass import count_unseen
from tenants.roles import GRANTS, Permission
from web import current
from web.catalogue import _, _l
from web.filters import number
from workflows.decisions.waiting import waits_of
from workflows.notices.reading import unread_count
from workflows.tasks.inbox import count_waiting


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the bar: its words, its address in the tenant, who sees it.

    ``count`` says how much of it waits for the visitor; it is asked on each page.
    ``says`` puts that number into words, for those who only hear the page.
    """

    words: str
    path: str
    needs: Permission
    count: Callable[[], int] | None = None
    says: Callable[[int], str] = lambda n: _("có %(n)s việc cần làm", n=number(n))


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is drawn."""

    words: str
    address: str
    is_here: bool
    count: int
    says: str


def _unread() -> int:
    session, member = current.session(), current.member()
    return unread_count(session, member) + unread_personal(session, member)


def _to_do() -> int:
    return count_waiting(current.session(), current.member())


def _to_decide() -> int:
    return waits_of(current.session(), current.member()).total


def _unread_words(count: int) -> str:
    return _("có %(n)s tin chưa đọc", n=number(count))


def _unseen_openings() -> int:
    return count_unseen(current.session())


def _unseen_openings_words(count: int) -> str:
    return _("có %(n)s lần mở khẩn cấp chưa xem", n=number(count))


ENTRIES = (
    Entry(_l("Trang chủ"), "/chi-bo", Permission.CELL_HOME),
    Entry(_l("Chi bộ phụ trách"), "/phu-trach", Permission.ASSIGNED_CELLS),
    Entry(_l("Sinh hoạt"), "/sinh-hoat", Permission.CELL_HOME),
    Entry(_l("Minh chứng"), "/minh-chung", Permission.CELL_HOME),
    Entry(_l("Việc của tôi"), "/viec", Permission.TASKS_READ, _to_do),
    Entry(_l("Hồ sơ"), "/phuong/ho-so", Permission.WARD_INBOX),
    Entry(_l("Tổng quan"), "/thanh-pho", Permission.CITY_INBOX),
    Entry(_l("Thẩm định"), "/thanh-pho/tham-dinh", Permission.CITY_INBOX),
    Entry(_l("Giám sát"), "/giam-sat", Permission.AUDIT_HOME),
    Entry(_l("Nhật ký"), "/quan-tri/nhat-ky", Permission.AUDIT_HOME),
    Entry(_l("Phiên họp"), "/phien-hop", Permission.SITTING_READ),
    Entry(_l("Quyết định"), "/quyet-dinh", Permission.DECISION_KEEP, _to_decide),
    Entry(_l("Quyết định"), "/quyet-dinh", Permission.SITTING_READ),
    Entry(
        _l("Quản trị"), "/quan-tri", Permission.ADMIN_READ, _unseen_openings, _unseen_openings_words
    ),
    Entry(_l("Đơn vị"), "/quan-tri/don-vi", Permission.ADMIN_READ),
    Entry(_l("Người dùng"), "/quan-tri/nguoi-dung", Permission.ADMIN_READ),
    Entry(_l("Tiến độ"), "/tien-do", Permission.PROGRESS_READ),
    Entry(_l("Tin nhắn"), "/tin-nhan", Permission.DOSSIER_READ, _unread, _unread_words),
    Entry(_l("Sổ theo dõi"), "/so-theo-doi", Permission.CELL_HOME),
    Entry(_l("Chi bộ"), "/phuong/chi-bo", Permission.PEOPLE_KEEP),
    Entry(_l("Giấy khen"), "/giay-khen", Permission.DECISION_KEEP),
    Entry(_l("Tự soi, tự sửa"), "/tu-soi", Permission.CELL_HOME),
    Entry(_l("Sinh hoạt các chi bộ"), "/phuong/sinh-hoat", Permission.WARD_YEAR),
    Entry(_l("Sổ theo dõi các chi bộ"), "/phuong/so-theo-doi", Permission.WARD_YEAR),
    Entry(_l("Đoàn kiểm điểm"), "/doan-kiem-diem", Permission.WARD_YEAR),
    Entry(_l("Tổ chức đảng yếu kém"), "/phuong/to-chuc-yeu", Permission.WARD_YEAR),
    Entry(_l("Chi bộ làm điểm"), "/lam-diem", Permission.PROGRESS_READ),
    Entry(_l("Sự kiện trong năm"), "/su-kien", Permission.EVENT_READ),
    Entry(_l("Văn bản trong năm"), "/van-ban", Permission.EVENT_READ),
    Entry(_l("Mã đăng nhập"), "/ma-dang-nhap", Permission.CODE_ISSUE),
    Entry(_l("Ban Thường vụ"), "/quan-tri/ban-thuong-vu", Permission.ADMIN_READ),
    Entry(_l("Nhật ký"), "/quan-tri/nhat-ky", Permission.TRAIL_READ),
)
HOMES = (
    (Permission.CELL_HOME, "/chi-bo"),
    (Permission.WARD_INBOX, "/phuong/ho-so"),
    (Permission.CITY_INBOX, "/thanh-pho"),
    (Permission.AUDIT_HOME, "/giam-sat"),
    (Permission.SITTING_READ, "/phien-hop"),
    (Permission.ASSIGNED_CELLS, "/phu-trach"),
    (Permission.ADMIN_READ, "/quan-tri"),
)
NOWHERE_ELSE = "/toi"


def init_app(app: Flask) -> None:
    """Give the bar to every template; entries without a page are left out."""
    adapter = app.url_map.bind("")
    app.extensions["paths"] = frozenset(
        path
        for path in [*(entry.path for entry in ENTRIES), *(path for _needs, path in HOMES)]
        if adapter.test(f"/t{path}", "GET")
    )
    app.jinja_env.globals.update(nav_links=links, nav_home=home)


def links() -> list[Link]:
    """List the bar of the visitor: what the role they work in opens first, then the rest.

    A page stands where its first entry does, once.
    """
    if not current.has_member():
        return []
    member = current.member()
    open_to = [entry for entry in ENTRIES if member.may(entry.needs) and _exists(entry.path)]
    once = {entry.path: entry for entry in reversed(open_to)}
    working = _working_grants(member)
    ordered = sorted(open_to, key=lambda each: each.needs not in working)
    return [_link(entry) for entry in ordered if once[entry.path] is entry]


def home() -> str:
    """Return the visitor's first page: that of the role they work in, if it has one."""
    if not current.has_member():
        return _address("/dang-nhap")
    member = current.member()
    working = _working_grants(member)
    homes = sorted(HOMES, key=lambda each: each[0] not in working)
    own = (path for needs, path in homes if member.may(needs) and _exists(path))
    return _address(next(own, NOWHERE_ELSE))


def _working_grants(member: Member) -> frozenset[Permission]:
    """Return what the role that the member works in opens; without a choice, all of theirs."""
    if not current.chose_role():
        return frozenset(Permission)
    return GRANTS[member.holdings[0].role] if member.holdings else frozenset()


def _link(entry: Entry) -> Link:
    count = entry.count() if entry.count else 0
    return Link(
        words=str(entry.words),
        address=_address(entry.path),
        is_here=_is_here(entry.path),
        count=count,
        says=entry.says(count),
    )


def _exists(path: str) -> bool:
    return path in current_app.extensions["paths"]


def _is_here(path: str) -> bool:
    """Tell whether this page is the entry's, or below it and below no other entry."""
    below = [
        entry.path for entry in ENTRIES if f"{request.path}/".startswith(f"{_address(entry.path)}/")
    ]
    return bool(below) and path == max(below, key=len)


def _address(path: str) -> str:
    return f"/{g.tenant_slug}{path}"

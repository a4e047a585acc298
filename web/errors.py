"""Errors, as pages: what happened, what to do, whom to call.

Whatever does not exist for the visitor is answered with one page, the same to the
byte, so that it tells nothing. For htmx an error is a sentence in the live region;
the form that was being filled in stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from werkzeug.exceptions import HTTPException, InternalServerError

from tenants.limits import OverLimitError
from tenants.replies import InFlightError, KeyReusedError
from web import current, transaction
from web.catalogue import _, _l
from web.filters import moment, number
from web.htmx import wants_part
from web.idempotency import NOT_CONTENTS
from web.refusals import words_of
from web.words import move_word, state_word
from workflows.engine.refusals import GoneError, Refusal, StaleError

RETRY_AFTER_SECONDS = "3"


@dataclass(frozen=True, slots=True)
class Wording:
    """What an error page says: the heading, and what to do."""

    heading: str
    advice: str


def init_app(app: Flask) -> None:
    """Show every error as a page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(GoneError, lambda _error: _answer(404, _wording(404)))
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(StaleError, _stale)
    app.register_error_handler(OverLimitError, _over_limit)
    app.register_error_handler(KeyReusedError, lambda _error: _refused(Refusal("key_reused")))
    app.register_error_handler(InFlightError, _in_flight)
    app.register_error_handler(DataError, _does_not_fit)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(NoConnectionError, _database_busy)


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError) and isinstance(
        error.original_exception, (OperationalError, NoConnectionError)
    ):
        return _database_busy(error.original_exception)
    if isinstance(error, CSRFError):
        return _answer(400, _expired_form())
    status = error.code or 500
    return _answer(status, _forbidden(error.description) if status == 403 else _wording(status))


def _refused(refusal: Refusal) -> Response:
    wording = Wording(_("Chưa làm được việc này"), words_of(refusal))
    return _answer(403 if refusal.code == "role" else 422, wording, dossier=_dossier())


def _in_flight(_error: InFlightError) -> Response:
    transaction.give_up()
    advice = _("Biểu mẫu này vừa gửi và đang được xử lý. Chờ một lát rồi tải lại trang.")
    return _answer(409, Wording(_("Đang xử lý"), advice), dossier=_dossier())


def _stale(error: StaleError) -> Response:
    if error.at is None:
        advice = _("Hồ sơ đang ở bước «%(state)s».", state=state_word(error.state))
    else:
        advice = _(
            "Đ/c %(name)s vừa làm «%(move)s» lúc %(time)s. Hồ sơ đang ở bước «%(state)s».",
            name=error.name,
            move=move_word(error.trigger),
            time=moment(error.at),
            state=state_word(error.state),
        )
    if error.contents:
        advice = _("Nội dung hồ sơ đã khác với khi đồng chí mở trang này. %(last)s", last=advice)
    since = [
        _("Đ/c %(name)s, «%(move)s», %(time)s", name=change.name, move=move_word(change.trigger),
          time=moment(change.at))
        for change in error.since
    ]  # fmt: skip
    wording = Wording(_("Hồ sơ đã thay đổi"), advice)
    return _answer(409, wording, typed=_typed(), since=since, dossier=_dossier())


def _over_limit(error: OverLimitError) -> Response:
    what = {
        "units": _("đơn vị"), "people": _("người"), "storage_mb": _("MB tệp")
    }[error.limit]  # fmt: skip
    advice = _(
        "Đơn vị được dùng tối đa %(allowed)s %(what)s, lần này sẽ thành %(wanted)s. "
        "Đồng chí hỏi quản trị nền tảng để nâng giới hạn.",
        allowed=number(error.allowed),
        wanted=number(error.wanted),
        what=what,
    )
    return _answer(422, Wording(_("Vượt giới hạn của đơn vị"), advice))


def _database_busy(error: Exception) -> Response:
    current_app.logger.warning("database: %s", type(error).__name__)
    response = _answer(503, _wording(503))
    response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _does_not_fit(error: DataError) -> Response:
    """Answer what no field has caught: a number or a day that the database cannot hold."""
    current_app.logger.warning("does not fit: %s", type(error.orig).__name__)
    transaction.give_up()
    advice = _(
        "Có một số hoặc một ngày lớn quá mức máy ghi được, nên chưa lưu gì. Đồng chí quay lại,"
        " sửa rồi gửi lần nữa."
    )
    return _answer(422, Wording(_("Chưa hiểu yêu cầu này"), advice), typed=_typed())


def _typed() -> list[str]:
    """List what the visitor had written, so that none of it is lost."""
    hidden = NOT_CONTENTS | {"seen_version", "seen_content", "aim"}  # a choice is no writing
    values = (value.strip() for name, value in request.form.items(multi=True) if name not in hidden)
    return [value for value in values if value]


def _dossier() -> str:
    """Return the code of the dossier that the refused act was about, if it was about one."""
    about = request.url_rule is not None and "/ho-so/<string:code>" in request.url_rule.rule
    return str((request.view_args or {}).get("code", "")) if about else ""


def _can_be_opened() -> bool:
    """Tell whether a page stands at the address that the form was sent to."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(method="GET")


def _answer(
    status: int,
    wording: Wording,
    *,
    typed: list[str] | None = None,
    since: list[str] | None = None,
    dossier: str = "",
) -> Response:
    if wants_part():
        response = make_response(
            render_template("components/error_sentence.html", wording=wording), status
        )
        response.headers.update({"HX-Retarget": "#thong-bao", "HX-Reswap": "innerHTML"})
        return response
    knows_visitor = status in {403, 409, 422} and current.has_member()
    layout = "layouts/base.html" if knows_visitor else "layouts/bare.html"
    page = render_template(
        "errors/error.html",
        layout=layout,
        wording=wording,
        typed=typed or [],
        since=since or [],
        dossier=dossier,
        again=status == 409 and _can_be_opened(),
    )
    return make_response(page, status)


def _expired_form() -> Wording:
    return Wording(
        _("Trang đã cũ"),
        _("Trang này mở đã lâu nên chưa gửi được. Quay lại, tải lại trang rồi gửi lần nữa."),
    )


def _forbidden(reason: str | None) -> Wording:
    if reason == "suspended":
        return Wording(
            _("Đơn vị đang tạm ngừng"),
            _("Trang của đơn vị này đang tạm ngừng. Đồng chí hỏi người quản trị."),
        )
    if reason == "break_glass":
        return Wording(
            _("Chỉ được xem"),
            _("Quyền mở khẩn cấp chỉ cho xem. Việc này do người của đơn vị làm."),
        )
    if reason == "closed":
        return Wording(
            _("Đơn vị đã kết thúc"),
            _("Đơn vị này đã kết thúc hoạt động, hồ sơ chỉ còn để xem."),
        )
    return Wording(
        _("Trang này không dành cho vai của đồng chí"),
        _("Nếu đồng chí cần xem trang này, hãy gọi văn phòng để được giao việc."),
    )


def _wording(status: int) -> Wording:
    known = WORDINGS.get(status) or WORDINGS[400 if status < 500 else 500]
    return Wording(str(known.heading), str(known.advice))


WORDINGS = {
    400: Wording(_l("Chưa hiểu yêu cầu này"), _l("Đồng chí quay lại trang trước rồi thử lại.")),
    404: Wording(
        _l("Không thấy trang này"),
        _l("Địa chỉ có thể đã đổi hoặc gõ sai. Đồng chí về trang chủ rồi tìm lại."),
    ),
    405: Wording(_l("Địa chỉ này chỉ dùng để gửi"), _l("Đồng chí về trang chủ rồi làm lại từ đó.")),
    413: Wording(_l("Tệp quá lớn"), _l("Tệp lớn hơn 10 MB. Chụp lại hoặc chọn tệp nhỏ hơn.")),
    429: Wording(_l("Đã thử quá nhiều lần"), _l("Đợi 15 phút rồi thử lại, hoặc gọi văn phòng.")),
    500: Wording(
        _l("Có lỗi, chưa làm được"),
        _l("Lỗi đã được ghi lại. Đồng chí thử lại, nếu vẫn lỗi thì gọi văn phòng."),
    ),
    503: Wording(
        _l("Máy đang bận"),
        _l("Chưa lưu được việc vừa làm. Đồng chí đợi một phút rồi thử lại."),
    ),
}

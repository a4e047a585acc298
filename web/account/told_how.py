"""How the visitor wants to be told: on which channels, and gathered once a day or at once."""

from __future__ import annotations

import re

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from jobs.channels.ways import ways_of
from web import current
from web.access import signed_in
from web.account.own import own_account
from web.catalogue import _, _l
from web.forms import AtMost, Form
from web.htmx import go, say, show
from workflows.messages.reaching import choose, told_how
from workflows.messages.tables import Channel

bp = Blueprint("told_how", __name__, url_prefix="/toi/cach-bao")

NAMES = {Channel.EMAIL: _l("Thư điện tử"), Channel.SMS: "SMS", Channel.ZALO: "Zalo"}
# One plain mailbox: what a header could be broken with is no address.
MAILBOX = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\]{2,}")


class ToldHowForm(Form):
    """Channels, a mailbox, and whether messages are gathered."""

    channels = SelectMultipleField(_l("Báo thêm cho tôi qua"), validate_choice=False)
    email = StringField(_l("Địa chỉ thư điện tử"), validators=[AtMost(200)])
    gathered = BooleanField(_l("Gộp tin thường thành một lần mỗi ngày; tin gấp báo ngay"))

    def validate_email(self, field: StringField) -> None:
        """Raise ``ValidationError`` unless it is one mailbox, or where one is needed."""
        address = (field.data or "").strip()
        if address and not (address.isascii() and MAILBOX.fullmatch(address)):
            raise ValidationError(_("Viết địa chỉ như lan@vidu.vn, hoặc để trống"))
        if not address and Channel.EMAIL in (self.channels.data or []):
            raise ValidationError(_("Ghi địa chỉ thư, hoặc bỏ chọn thư điện tử"))


@bp.get("")
@signed_in
def page() -> ResponseReturnValue:
    """Show how the visitor is told."""
    person_id = current.member().person_id or abort(404)
    account, kept = own_account() or abort(404), told_how(current.session(), person_id)
    chosen = [way for way in kept.channels if way != Channel.EMAIL or account.email]
    return _show(
        ToldHowForm(
            formdata=None, channels=chosen, email=account.email or "", gathered=kept.gathered
        )
    )


@bp.post("")
@signed_in
def keep() -> ResponseReturnValue:
    """Keep what the visitor chose."""
    own_account() or abort(404)
    form = ToldHowForm()
    if not form.validate_on_submit():
        return _show(form, status=422)
    known = {way.value for way in Channel}
    choose(
        current.session(),
        current.member(),
        channels=[Channel(way) for way in form.channels.data or [] if way in known],
        gathered=form.gathered.data,
        email=(form.email.data or "").strip() or None,
    )
    say(_("Đã lưu cách nhận tin."))
    return go(url_for("account.me"))


def _show(form: ToldHowForm, *, status: int = 200) -> ResponseReturnValue:
    form.channels.choices = [SelectChoice(way.value, str(words)) for way, words in NAMES.items()]
    account = own_account() or abort(404)
    ways = ways_of(current_app.extensions["settings"], current.tenant())
    return show(
        "account/told_how.html",
        status=status,
        form=form,
        phone=account.phone,
        off=[str(words) for way, words in NAMES.items() if way not in ways],
    )

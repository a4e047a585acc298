"""What is filled in on the platform's pages."""

from __future__ import annotations

import re

from flask import current_app
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.database import Json
from tenants.platform.break_glass import MINUTES
from tenants.platform.keeping import Description
from tenants.platform.proposals import Wanted
from tenants.settings import Settings
from tenants.tenant import LIMITS, WORDS, Level, Tenant
from tenants.text.folding import normalise
from web.catalogue import _, _l
from web.fields import CountField, DayField, PhoneField
from web.forms import AtMost, Between, Form, Required
from web.platform.words import LEVELS

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TIMES = {15: _l("15 phút"), 30: _l("30 phút"), 60: _l("1 giờ"), 120: _l("2 giờ")}
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


def _stripped(text: str | None) -> str:
    return normalise(text or "")


class TenantForm(Form):
    """What a tenant is called, where it is reached, how long it stands, what it may hold."""

    name = StringField(_l("Tên cấp ủy"), filters=[_stripped], validators=[Required(), AtMost(200)])
    level = RadioField(
        _l("Cấp"),
        choices=[SelectChoice(level.value, words) for level, words in LEVELS.items()],
        validators=[Required()],
    )
    upper_body = StringField(_l("Dòng đầu của văn bản: cấp trên trực tiếp"), filters=[_stripped])
    issuing_body = StringField(_l("Dòng thứ hai: cơ quan ban hành"), filters=[_stripped])
    place = StringField(_l("Địa danh ghi trên văn bản"), filters=[_stripped])
    city = StringField(_l("Gọi cấp ủy này là"), filters=[_stripped])
    ward = StringField(_l("Gọi đơn vị trực thuộc là"), filters=[_stripped])
    symbol = StringField(_l("Ký hiệu quyết định"), filters=[_stripped])
    phone = StringField(_l("Điện thoại văn phòng giúp người dùng"), filters=[_stripped])
    logo = StringField(_l("Chữ cạnh biểu trưng"), filters=[_stripped])
    host = StringField(_l("Tên miền riêng"), filters=[lambda text: (text or "").strip().lower()])
    units = CountField(_l("Số đơn vị nhiều nhất"), validators=[Between(1)])
    people = CountField(_l("Số người nhiều nhất"), validators=[Between(1)])
    storage_mb = CountField(_l("Dung lượng tệp nhiều nhất (MB)"), validators=[Between(1)])
    valid_from = DayField(_l("Dùng từ ngày"))
    valid_to = DayField(_l("Đến hết ngày"))

    def validate_host(self, host: StringField) -> None:
        """Take a host name that this service answers to, or none."""
        if not host.data:
            return
        if not HOST.fullmatch(host.data):
            raise ValidationError(_("Viết tên miền như bontot.hatinh.gov.vn"))
        settings: Settings = current_app.extensions["settings"]
        if settings.trusted_hosts and host.data.split(":")[0] not in settings.trusted_hosts:
            raise ValidationError(
                _(
                    "Máy chủ chưa nhận tên miền %(host)s. Nhờ người vận hành khai báo trước.",
                    host=host.data,
                )
            )

    def validate_valid_to(self, valid_to: DayField) -> None:
        """The last day does not come before the first."""
        if valid_to.data and self.valid_from.data and valid_to.data < self.valid_from.data:
            raise ValidationError(_("Ngày cuối phải từ ngày đầu trở đi"))

    def words(self) -> Json:
        """Return the words that were filled in, by their keys."""
        return {key: self[key].data for key in WORDS if self[key].data}

    def limits(self) -> Json:
        """Return the limits that were filled in, by their keys."""
        return {key: self[key].data for key in LIMITS if self[key].data is not None}

    def description(self) -> Description:
        """Return what was filled in."""
        return Description(
            name=self.name.data or "",
            level=Level(self.level.data),
            host=self.host.data or None,
            words=self.words(),
            limits=self.limits(),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class ProposalForm(TenantForm):
    """A tenant to be opened, and who is to look after it first."""

    slug = StringField(
        _l("Tên trong địa chỉ"),
        filters=[lambda text: (text or "").strip().lower()],
        validators=[Required(), AtMost(40)],
    )
    admin_name = StringField(
        _l("Người quản trị đầu tiên"), filters=[_stripped], validators=[Required(), AtMost(100)]
    )
    admin_phone = PhoneField(_l("Số điện thoại của người đó"), validators=[Required()])

    def validate_slug(self, slug: StringField) -> None:
        """Take what can stand in an address."""
        if not SLUG.fullmatch(slug.data or ""):
            raise ValidationError(_("Viết bằng chữ thường không dấu, số và gạch nối: ha-tinh"))

    def wanted(self) -> Wanted:
        """Return what was filled in."""
        said = self.description()
        return Wanted(
            slug=self.slug.data or "",
            name=said.name,
            level=said.level,
            host=said.host,
            words=said.words,
            limits=said.limits,
            valid_from=said.valid_from,
            valid_to=said.valid_to,
            admin_name=self.admin_name.data or "",
            admin_phone=self.admin_phone.data or "",
        )


class ReasonForm(Form):
    """Why something is done."""

    reason = TextAreaField(_l("Lý do"), filters=[_stripped], validators=[Required(), AtMost(500)])


class BreakGlassForm(ReasonForm):
    """Why a tenant's pages are opened, and for how long."""

    minutes = RadioField(
        _l("Trong bao lâu"),
        choices=[SelectChoice(str(minutes), TIMES[minutes]) for minutes in MINUTES],
        validators=[Required()],
    )
    code = StringField(_l("Mã 6 số trên ứng dụng"), filters=[_stripped], validators=[AtMost(40)])


class AccountForm(Form):
    """Somebody who is to keep the platform."""

    name = StringField(_l("Họ và tên"), filters=[_stripped], validators=[Required(), AtMost(100)])
    phone = PhoneField(_l("Số điện thoại"), validators=[Required()])


def filled(tenant: Tenant) -> TenantForm:
    """Return the form as it stands for a tenant."""
    return TenantForm(
        formdata=None,
        name=tenant.name,
        level=tenant.level.value,
        host=tenant.host or "",
        valid_from=tenant.valid_from,
        valid_to=tenant.valid_to,
        **{key: tenant.words.get(key, "") for key in WORDS},
        **{key: tenant.limits.get(key) for key in LIMITS},
    )

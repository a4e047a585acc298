"""What is filled in to get in."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, SubmitField, ValidationError

from web.catalogue import _l
from web.fields import PhoneField
from web.forms import AtMost, Form, Required

SIX_DIGITS = re.compile(r"\d{6}")


class PhoneForm(Form):
    """A phone number in any spelling, the page to come back to, a form that waits."""

    phone = PhoneField(_l("Số điện thoại của đồng chí"), validators=[Required()])
    tiep = HiddenField()
    unsent = HiddenField()
    with_password = SubmitField(_l("Dùng mật khẩu"), name="mat-khau")


class CodeForm(Form):
    """The six digits, however they were pasted."""

    code = StringField(
        _l("Mã 6 số"),
        filters=[lambda text: re.sub(r"[\s.-]", "", text) if text else text],
        validators=[Required()],
    )
    unsent = HiddenField()

    def validate_code(self, code: StringField) -> None:
        """Ask for six digits."""
        if not SIX_DIGITS.fullmatch(code.data or ""):
            raise ValidationError(str(_l("Mã có đúng 6 chữ số")))


class PasswordForm(Form):
    """A password, for those who have one."""

    password = PasswordField(_l("Mật khẩu"), validators=[Required()])
    unsent = HiddenField()


class SecondForm(Form):
    """A code of an app, or one on paper, however it was typed."""

    code = StringField(
        _l("Mã 6 số trên ứng dụng"),
        filters=[lambda text: re.sub(r"[\s.]", "", text) if text else text],
        validators=[Required(), AtMost(300)],
    )
    unsent = HiddenField()


class AnswerForm(Form):
    """What a browser answered when it was asked for a passkey."""

    answer = HiddenField()
    unsent = HiddenField()


class NewPasswordForm(Form):
    """A new password, written twice so that a slip shows."""

    password = PasswordField(_l("Mật khẩu mới"), validators=[Required()])
    again = PasswordField(_l("Viết lại mật khẩu mới"), validators=[Required()])

    def validate_again(self, again: PasswordField) -> None:
        """Ask for the same text twice."""
        if again.data != self.password.data:
            raise ValidationError(str(_l("Hai lần viết chưa giống nhau")))


class NewPhoneForm(Form):
    """The number that a person has now."""

    phone = PhoneField(_l("Số điện thoại mới"), validators=[Required()])


class EnterForm(FlaskForm):
    """Nothing but the button: whoever holds the link may enter."""

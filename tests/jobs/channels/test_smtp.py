"""E-mail, in a real conversation with a mail server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jobs.channels.gateways import NotTakenError
from jobs.channels.smtp import NeverTakenError, SmtpServer
from tests.jobs.channels.mailbox import Mailbox, mail_server


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


def server(box: Mailbox, user: str = "") -> SmtpServer:
    return SmtpServer(f"smtp://{user}127.0.0.1:{box.port}", "Bốn Tốt <bon-tot@example.vn>")


def test_mail_arrives_as_it_was_written(box: Mailbox) -> None:

    name = server(box).send(
        "lan@example.vn", "Bốn Tốt: cần bổ sung\nhồ sơ", "Kính gửi đồng chí Lan,\n", reference="7"
    )

    mail = box.mails[0]
    assert (mail["To"], mail["Subject"]) == ("lan@example.vn", "Bốn Tốt: cần bổ sung hồ sơ")
    assert mail["From"] == "Bốn Tốt <bon-tot@example.vn>"
    assert mail.get_content().splitlines() == ["Kính gửi đồng chí Lan,"]
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<7@example.vn>", "auto-generated")
    assert name == "<7@example.vn>"


def test_copy_has_the_same_name(box: Mailbox) -> None:
    for _ in range(2):
        server(box).send("lan@example.vn", "x", "y", reference="7")

    assert len({mail["Message-ID"] for mail in box.mails}) == 1


def test_server_that_asks_who_it_is_is_told(box: Mailbox) -> None:

    server(box, "phong%40example.vn:secret@").send("a@b.vn", "x", "y", reference="8")

    assert box.signed_in == [(b"phong@example.vn", b"secret")]
    assert len(box.mails) == 1


@pytest.mark.parametrize(
    ("attribute", "answer", "error"),
    [
        ("answer", "451 try again later", NotTakenError),
        ("answer", "554 no", NeverTakenError),
        ("recipients", "450 busy", NotTakenError),
        ("recipients", "550 no such mailbox", NeverTakenError),
    ],
)
def test_refusal_says_whether_to_try_again(
    box: Mailbox, attribute: str, answer: str, error: type[Exception]
) -> None:
    setattr(box, attribute, answer)

    with pytest.raises(error):
        server(box).send("lan@example.vn", "x", "y", reference="9")

    assert box.mails == []


def test_silent_server_is_tried_again() -> None:
    with mail_server() as box:
        gone = server(box)

    with pytest.raises(NotTakenError):
        gone.send("lan@example.vn", "x", "y", reference="10")


def test_password_is_not_shown() -> None:
    assert "secret" not in repr(SmtpServer("smtp://a:secret@mail.example.vn", "a@example.vn"))

"""The second proof: app, paper and passkey, each good once, none of anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.members import SYSTEM
from tenants.people import Account
from tenants.proofs.authenticator import code_of, step_at
from tenants.proofs.passkeys import NotProvedError, Site
from tenants.signing_in import passkeys
from tenants.signing_in.accounts import find_account
from tenants.signing_in.first_factor import ClosedError
from tenants.signing_in.second_factors import (
    Factors,
    LastFactorError,
    check_second,
    confirm_app,
    factors_of,
    keep_app,
    new_recovery_codes,
    remove_app,
    reset_second_factors,
    second_is_due,
    secret_to_confirm,
    start_app,
)
from tenants.signing_in.sessions import begin_sign_in, complete, find_half, find_sign_in
from tenants.signing_in.tables import Authenticator, RecoveryCode, SignIn
from tests.make import Town
from tests.tenants.proofs.key_on_a_phone import KeyOnAPhone

SITE = Site("localhost", "http://localhost")


def account_of(town: Town, who: str) -> Account:
    person = {"chair": town.chair, "secretary": town.ward.secretaries[0]}[who]
    found = find_account(town.session, town.phones[person.id])
    assert found is not None
    return found


@pytest.fixture
def chair(town: Town) -> Account:
    return account_of(town, "chair")


@pytest.fixture
def secret(town: Town, chair: Account) -> str:
    """The secret of the chair's app, in use since a minute ago."""
    start_app(town.session, chair)
    made = secret_to_confirm(town.session, chair)
    assert made is not None
    with clock.moved(timedelta(minutes=-1)):
        code = code_of(made, step_at(clock.now(town.session)))
        assert confirm_app(town.session, chair, code, actor=town.member(chair.person))
    return made


def present(town: Town, secret: str) -> str:
    return code_of(secret, step_at(clock.now(town.session)))


def half_of(town: Town, account: Account) -> tuple[str, SignIn]:
    token = begin_sign_in(town.session, account, second_due=True)
    half = find_half(town.session, token)
    assert half is not None
    return token, half


def test_app_is_taken_into_use_by_its_first_code(town: Town, chair: Account) -> None:
    start_app(town.session, chair)
    secret = secret_to_confirm(town.session, chair)
    assert secret is not None
    owner = town.member(chair.person)

    assert not confirm_app(town.session, chair, "000000", actor=owner)
    assert not factors_of(town.session, chair).any
    assert confirm_app(town.session, chair, present(town, secret), actor=owner)

    assert factors_of(town.session, chair) == Factors(has_app=True, passkeys=0, recovery_codes=0)
    assert secret_to_confirm(town.session, chair) is None


def test_code_of_the_app_is_good_once(town: Town, chair: Account, secret: str) -> None:
    code = present(town, secret)

    assert [check_second(town.session, chair, code) for _ in range(2)] == [True, False]
    with clock.moved(timedelta(seconds=30)):
        assert check_second(town.session, chair, present(town, secret))


def test_app_in_use_is_not_overwritten_by_starting_another(
    town: Town, chair: Account, secret: str
) -> None:
    start_app(town.session, chair)

    assert secret_to_confirm(town.session, chair) is None
    assert check_second(town.session, chair, present(town, secret))


def test_secret_is_sealed_and_bound_to_its_account(town: Town, chair: Account, secret: str) -> None:
    secretary = account_of(town, "secretary")
    keep_app(town.session, secretary)
    rows = {row.account_id: row for row in town.session.scalars(select(Authenticator))}
    assert secret.encode() not in bytes(rows[chair.id].secret)

    rows[secretary.id].secret = rows[chair.id].secret
    town.session.flush()

    assert not check_second(town.session, secretary, present(town, secret))
    assert check_second(town.session, chair, present(town, secret))


def test_paper_code_is_good_once_and_until_new_ones_are_made(
    town: Town, chair: Account, secret: str
) -> None:
    owner = town.member(chair.person)
    first, second, *_ = new_recovery_codes(town.session, chair, actor=owner)

    assert [check_second(town.session, chair, first) for _ in range(2)] == [True, False]
    assert factors_of(town.session, chair).recovery_codes == 9
    newer = new_recovery_codes(town.session, chair, actor=owner)

    assert not check_second(town.session, chair, second)
    assert check_second(town.session, chair, newer[0].upper().replace("-", " "))
    kept = town.session.scalars(select(RecoveryCode.digest)).all()
    assert newer[1].encode() not in b"".join(bytes(digest) for digest in kept)


def test_paper_code_of_somebody_else_is_nothing(town: Town, chair: Account, secret: str) -> None:
    other = account_of(town, "secretary")
    theirs = new_recovery_codes(town.session, other, actor=town.member(other.person))

    assert not check_second(town.session, chair, theirs[0])


def test_five_wrong_codes_close_the_second_proof_for_a_while(
    town: Town, chair: Account, secret: str
) -> None:
    for _ in range(5):
        assert not check_second(town.session, chair, "not it")

    with pytest.raises(ClosedError):
        check_second(town.session, chair, present(town, secret))
    with clock.moved(timedelta(seconds=31)):
        assert check_second(town.session, chair, present(town, secret))


def test_who_decides_keeps_one_and_others_need_none(
    town: Town, chair: Account, secret: str
) -> None:
    secretary = account_of(town, "secretary")
    assert second_is_due(town.session, chair, town.member(chair.person))
    assert not second_is_due(town.session, secretary, town.member(secretary.person))
    keep_app(town.session, secretary)
    assert second_is_due(town.session, secretary, town.member(secretary.person))

    remove_app(town.session, secretary, actor=town.member(secretary.person))
    with pytest.raises(LastFactorError):
        remove_app(town.session, chair, actor=town.member(chair.person))

    assert not factors_of(town.session, secretary).any
    assert factors_of(town.session, chair).has_app


def test_lost_factors_are_taken_away_with_every_sign_in(
    town: Town, chair: Account, secret: str
) -> None:
    token = begin_sign_in(town.session, chair)
    new_recovery_codes(town.session, chair, actor=town.member(chair.person))

    reset_second_factors(town.session, chair, actor=town.member(town.admin))

    assert factors_of(town.session, chair) == Factors(has_app=False, passkeys=0, recovery_codes=0)
    assert find_sign_in(town.session, token) is None
    kinds = town.session.scalars(select(AuditEvent.kind).order_by(AuditEvent.seq)).all()
    assert kinds[-1] == "second_factors_reset"


def test_half_a_sign_in_opens_nothing_and_gets_another_token(town: Town, chair: Account) -> None:
    token, half = half_of(town, chair)
    assert find_sign_in(town.session, token) is None

    whole = complete(town.session, half)

    assert find_sign_in(town.session, whole) is not None
    assert find_sign_in(town.session, token) is None
    assert find_half(town.session, token) is None


def test_second_proof_is_awaited_twenty_minutes(town: Town, chair: Account) -> None:
    token, _half = half_of(town, chair)

    for minutes, waits in ((19, True), (21, False)):
        with clock.moved(timedelta(minutes=minutes)):
            assert (find_half(town.session, token) is not None) is waits


def test_passkey_is_made_proved_and_removed(town: Town, chair: Account) -> None:
    _token, half = half_of(town, chair)
    owner, phone = town.member(chair.person), KeyOnAPhone(SITE)
    asked = passkeys.ask_for_new(town.session, half, chair, site=SITE)
    passkeys.add_passkey(
        town.session, half, chair, phone.made(asked), site=SITE, device="Chrome", actor=owner
    )
    asked = passkeys.ask_for_proof(town.session, half, chair, site=SITE)
    answer = phone.proved(asked)

    proofs = [
        passkeys.check_passkey(town.session, half, chair, answer, site=SITE) for _ in range(2)
    ]

    assert proofs == [True, False]  # the question was put once
    (kept,) = passkeys.passkeys_of(town.session, chair)
    assert (kept.sign_count, kept.device) == (1, "Chrome")
    with pytest.raises(LastFactorError):
        passkeys.remove_passkey(town.session, chair, kept.id, actor=owner)
    keep_app(town.session, chair)
    assert passkeys.remove_passkey(town.session, chair, kept.id, actor=owner)


def test_passkey_of_somebody_else_proves_nothing(town: Town, chair: Account) -> None:
    secretary, phone = account_of(town, "secretary"), KeyOnAPhone(SITE)
    _token, theirs = half_of(town, secretary)
    asked = passkeys.ask_for_new(town.session, theirs, secretary, site=SITE)
    passkeys.add_passkey(
        town.session, theirs, secretary, phone.made(asked), site=SITE, device="", actor=SYSTEM
    )
    _token, half = half_of(town, chair)
    asked = passkeys.ask_for_proof(town.session, half, chair, site=SITE)

    proved = passkeys.check_passkey(town.session, half, chair, phone.proved(asked), site=SITE)

    assert not proved


def test_passkey_is_not_kept_twice(town: Town, chair: Account) -> None:
    _token, half = half_of(town, chair)
    phone, owner = KeyOnAPhone(SITE), town.member(chair.person)
    for time in range(2):
        asked = passkeys.ask_for_new(town.session, half, chair, site=SITE)
        arguments = (town.session, half, chair, phone.made(asked))
        if time == 0:
            passkeys.add_passkey(*arguments, site=SITE, device="", actor=owner)
            continue
        with pytest.raises(NotProvedError):
            passkeys.add_passkey(*arguments, site=SITE, device="", actor=owner)

"""The folders: short enough for sockets, private, or refused in one sentence."""

import re
from pathlib import Path

import pytest

from deploy import embedded
from deploy.embedded import CannotStartError
from deploy.embedded.home import Home, home_of


@pytest.mark.parametrize("name", ["sâu", "has a space", "has,a,comma", "deep" * 30])
def test_sockets_lie_where_every_address_can_say(name: str) -> None:
    sockets = str(Home(Path("/home/clerk", name), account=None).sockets)

    assert re.fullmatch(r"[A-Za-z0-9./-]{1,80}", sockets)


def test_sockets_lie_with_the_data_where_an_address_can_say_that() -> None:
    folder = Path("/home/clerk/bontot/.bontot/demo")

    assert Home(folder, account=None).sockets == folder / "sockets"


def test_unusable_folder_is_explained_in_a_sentence(checkout: Path) -> None:
    folder = home_of("test", checkout=checkout).folder
    folder.parent.mkdir(parents=True)
    folder.touch()

    with pytest.raises(CannotStartError) as refused:
        embedded.start("test", checkout=checkout)

    assert str(refused.value) == (
        f"The folder {folder} cannot be used (File exists); make it writable for you, "
        "or work in a copy of the project that is."
    )
    folder.unlink()


def test_sockets_in_a_folder_of_somebody_else_are_refused(checkout: Path) -> None:
    sockets = home_of("test", checkout=checkout).sockets
    sockets.mkdir(parents=True)
    sockets.chmod(0o777)

    with pytest.raises(CannotStartError) as refused:
        embedded.start("test", checkout=checkout)

    assert str(refused.value) == (
        f"The folder {sockets} is not private to the account that runs the servers; "
        "delete it and start again."
    )

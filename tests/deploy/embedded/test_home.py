"""A folder that cannot be used is refused in one sentence."""

from pathlib import Path

import pytest

from deploy import embedded
from deploy.embedded import CannotStartError
from deploy.embedded.home import home_of


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

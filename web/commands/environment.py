"""Settings of a process and of the processes that it starts."""

from __future__ import annotations

import os

from pydantic import SecretStr

from tenants.settings import Settings, settings

# What only the process that prepares the database may have.
NOT_PASSED_ON = ("database_owner_url",)


def adopt(chosen: Settings, *names: str) -> Settings:
    """Make settings those of this process and of its children, and return them as these see them.

    Args:
        names: which of the settings were chosen; the others stay as they are.

    """
    for name in names:
        value = getattr(chosen, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None:
            os.environ[name.upper()] = str(value)  # noqa: TID251  # children read it from there
    for name in NOT_PASSED_ON:
        os.environ.pop(name.upper(), None)  # noqa: TID251  # as above
    settings.cache_clear()
    return settings()

"""Commands on a laptop: where no server is named they work on the demo's database.

So ``bontot onboard`` can be tried beside ``bontot demo``, or after it. Production
names its servers and never comes here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from demo.keys import kept_keys
from demo.running import ADOPTED, DATABASE
from demo.servers import (
    NAME,
    ROOT,
    AlreadyRunningError,
    files_beside,
    the_only_demo_of,
)
from deploy import embedded
from tenants.settings import Settings
from web.commands.environment import adopt
from web.commands.installing import make_ready


@contextmanager
def servers_of_the_demo(settings: Settings) -> Iterator[Settings]:
    """Give settings that name the demo's servers; those that do not run yet stop at the end.

    Raises:
        CannotStartError: the servers cannot run here.

    """
    sys.stderr.write(
        "Không có DATABASE_URL: dùng cơ sở dữ liệu của bản chạy thử"
        " · Without DATABASE_URL: working on the demo's database\n"
    )
    try:
        with the_only_demo_of(ROOT):
            try:
                yield _ready(settings)
            finally:
                embedded.stop(NAME, checkout=ROOT)
    except AlreadyRunningError:
        yield _ready(settings)


def _ready(settings: Settings) -> Settings:
    servers = embedded.start(NAME, checkout=ROOT)
    keys = kept_keys(servers.folder)
    named = settings.with_values(
        database_owner_url=servers.database_owner_url,
        redis_url=settings.redis_url or servers.redis_url,
        files_url=settings.files_url or files_beside(servers.folder),
        **{name: keys[name] for name in keys if not getattr(settings, name).get_secret_value()},
    )
    addresses = make_ready(named, database=DATABASE)
    return adopt(
        named.with_values(
            database_url=addresses.application, database_platform_url=addresses.platform
        ),
        *ADOPTED,
    )

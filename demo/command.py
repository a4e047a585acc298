"""Everything on one machine, with two cities loaded: to try, to show, to develop."""

from __future__ import annotations

import click

from demo.running import Wishes, run
from tenants.settings import Settings
from web.commands.connecting import needs_settings


@click.command(
    name="demo",
    help="Chạy thử với dữ liệu mẫu · Serves two sample cities with people of every role.",
)
@click.option("--fresh", is_flag=True, help="Bỏ dữ liệu cũ · Begins again without the old data.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535),
    help="Cổng; 0 là cổng trống bất kỳ · Port; 0 takes any free one.",
)  # fmt: skip
@click.option("--no-serve", is_flag=True, help="Chỉ nạp dữ liệu · Loads only.")
@needs_settings
def command(settings: Settings, fresh: bool, port: int, no_serve: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """Prepare, load and serve until Ctrl-C; a second start takes what is there."""
    if settings.production:
        raise click.ClickException("The demo lets anybody in; start it without PRODUCTION.")
    wishes = Wishes(port=0 if no_serve else port, fresh=fresh, serve=not no_serve)
    run(settings, wishes, say=click.echo)

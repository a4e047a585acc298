"""The web server: gunicorn with threads, after the checks that production asks for."""

from __future__ import annotations

import gc
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from tenants.settings import Settings
from web.app import create_app
from web.commands.checks import check_all
from web.commands.connecting import needs_settings

SECONDS_FOR_A_REQUEST = 30
SECONDS_TO_FINISH = 8


class Server(BaseApplication):
    """gunicorn, told by the settings instead of a file or words of its own."""

    def __init__(self, app: Flask, settings: Settings, bind: str) -> None:
        self.app = app
        self.settings = settings
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        """Say how to serve."""
        told: dict[str, Any] = {
            "bind": self.bind,
            "worker_class": "gthread",
            "workers": self.settings.web_workers,
            "threads": self.settings.web_threads,
            "timeout": SECONDS_FOR_A_REQUEST,
            "graceful_timeout": SECONDS_TO_FINISH,
            "max_requests": 10_000,
            "max_requests_jitter": 1_000,
            "preload_app": True,
            "post_fork": self.leave_connections_to_the_parent,
            "limit_request_line": 8190,  # a ward's whole list may be named in one address
            "loglevel": "warning",
            "forwarded_allow_ips": "",  # web.hosts believes proxies, as many as the settings say
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app; the processes that serve share what was imported for it.

        What is there by now stays: the collector need not look through it again and again,
        which took nearly half of the time of an act on a thousand dossiers.
        """
        gc.collect()
        gc.freeze()
        return self.app

    def leave_connections_to_the_parent(self, _arbiter: object, _worker: object) -> None:
        """Forget connections of the parent's: two processes may not talk on one."""
        self.app.extensions["engine"].dispose(close=False)


@click.command(name="serve", help="Chạy trang web · Serves the pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ · Address.")
@click.option("--port", default=8000, show_default=True, help="Cổng · Port.")
@needs_settings
def command(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGTERM; in production only where every check passes."""
    refuse_what_production_forbids(settings)
    serve(settings, bind=f"{host}:{port}")


def serve(settings: Settings, *, bind: str) -> None:
    """Serve until SIGTERM.

    Args:
        bind: ``host:port``, or ``fd://3`` for a socket that listens already.

    """
    Server(create_app(settings), settings, bind).run()


def refuse_what_production_forbids(settings: Settings) -> None:
    """Stop with each reason why a production service may not start like this.

    Raises:
        ClickException: a check failed.

    """
    if not settings.production:
        return
    failed = [check for check in check_all(settings) if not check.ok]
    for check in failed:
        click.echo(f"{check.name}: {check.reason}", err=True)
    if failed:
        message = f"{len(failed)} checks of `bontot doctor` fail; a production service stays down."
        raise click.ClickException(message)

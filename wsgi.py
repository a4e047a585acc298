"""The web process: ``gunicorn wsgi:app``."""

from tenants.settings import settings
from web import request_log
from web.app import create_app

request_log.to_stderr()
app = create_app(settings())

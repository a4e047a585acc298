"""Views and the marks they carry."""

from __future__ import annotations

import pytest
from flask import Flask

from web.access import access_of, refuse_unmarked_views


def test_view_without_a_mark_is_refused() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/", "bare", lambda: "")

    with pytest.raises(RuntimeError, match="bare"):
        refuse_unmarked_views(app)


def test_page_of_a_tenant_is_open_to_strangers_only_to_get_in(app: Flask) -> None:
    inside = [rule for rule in app.url_map.iter_rules() if "tenant" in rule.arguments]

    public = {rule.endpoint for rule in inside if access_of(app, rule.endpoint) == "public"}
    second = {endpoint for endpoint in public if endpoint.startswith("second.")}

    assert public - second == {
        "signing_in.sign_in",
        "signing_in.ask_code",
        "signing_in.code",
        "signing_in.enter",
        "signing_in.send_again",
        "signing_in.password",
        "signing_in.enter_with_password",
        "signing_in.invitation",
        "signing_in.accept",
    }

"""The demo's keys: made once, kept beside its servers for nobody else to read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path


def kept_keys(folder: Path) -> dict[str, str]:
    """Return ``secret_key`` and ``audit_key`` of the demo in this folder; make them if need be."""
    path = folder / "keys.json"
    if not path.exists():
        keys = {name: secrets.token_urlsafe(48) for name in ("secret_key", "audit_key")}
        partial = path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(keys, file)
        partial.rename(path)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept

"""The demo's keys: made once, kept beside its servers for nobody else to read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

NAMES = ("secret_key", "audit_key", "seal_key")


def kept_keys(folder: Path) -> dict[str, str]:
    """Return the demo's ``secret_key``, ``audit_key`` and ``seal_key``; make what is missing."""
    path = folder / "keys.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if set(NAMES) - set(kept):
        keys = {name: kept.get(name) or secrets.token_urlsafe(48) for name in NAMES}
        partial = path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(keys, file)
        partial.rename(path)
        kept = keys
    return kept

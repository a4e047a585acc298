"""What a paper of each kind may say, of people who do not exist.

Whoever changes a form looks at it with these; the pictures in ``docs/papers`` are made of them.
"""

from __future__ import annotations

import json
from pathlib import Path

from tenants.database import Json

HERE = Path(__file__).parent


def sample_of(kind: str) -> Json:
    """Return the facts of a paper of this kind, as a job finds them in its row.

    Raises:
        FileNotFoundError: there is no paper of this kind.

    """
    facts: Json = json.loads((HERE / f"{kind}.json").read_text(encoding="utf-8"))
    return facts

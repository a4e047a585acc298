"""How long each way in stays open. A decider's shorter times would stand here too."""

from __future__ import annotations

from datetime import timedelta

CODE_LIVES = timedelta(minutes=10)
CODE_TRIES = 5
INVITATION_LIVES = timedelta(days=7)
SIGN_IN_IDLE = timedelta(hours=12)
SIGN_IN_LIVES = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)

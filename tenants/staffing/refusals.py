"""Why a person or a role is not changed."""

from __future__ import annotations


class StaffingRefusedError(Exception):
    """It may not be done; ``code`` says why, ``info`` the particulars (``fields`` to correct)."""

    def __init__(self, code: str, **info: object) -> None:
        super().__init__(code)
        self.code = code
        self.info = info

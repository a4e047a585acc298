"""``python -m web.commands`` is ``bontot``."""

from web.commands import main

main()

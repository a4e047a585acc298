"""How long each way in stays open, and how often it may be tried."""

from __future__ import annotations

from datetime import timedelta

CODE_LIVES = timedelta(minutes=10)
# A code that was sent works in the browser that asked for it, so that nobody else can use
# its tries up. One that an office read out works in any: it gets more tries than a single
# address of the network has, and is used up long before anybody could guess it.
CODE_TRIES = 5
SPOKEN_CODE_TRIES = 25
CODE_EVERY = timedelta(seconds=60)
CODES_AN_HOUR = 10
INVITATION_LIVES = timedelta(days=7)
SIGN_IN_LIVES = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=1)
# How long the second proof may take after the first; setting one up takes a while.
SECOND_WITHIN = timedelta(minutes=20)
# Of those who decide (tenants.signing_in.deciders), whatever the settings say of others.
DECIDER_IDLE = timedelta(minutes=30)
DECIDER_LIVES = timedelta(hours=12)

# NIST SP 800-63B-4: at most this many wrong tries in a row.
MOST_FAILURES = 100
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
# How long a code that has ended is kept, and a count of wrong tries after the last of them.
CODES_KEPT = timedelta(days=1)
FAILURES_KEPT = timedelta(days=30)

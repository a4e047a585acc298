"""Why something is not done, in one sentence: what is wrong, and what to do.

Each subject has its file, each code one place in it; ``words_of`` finds the sentence.
"""

from web.refusals.wording import init_app, words_of

__all__ = ["init_app", "words_of"]

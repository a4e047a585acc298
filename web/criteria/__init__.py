"""Criteria sets for the administrator: versions, drafts in forms, previews, files in and out.

* ``routes``: the sets and their versions, what a version changed, a file of one.
* ``drafting``: a draft begun, changed entry by entry, previewed, published, thrown away.
* ``forms``: a form for each kind of entry; ``words`` and ``sentences`` say what everything is
  called and what is wrong with it.
"""

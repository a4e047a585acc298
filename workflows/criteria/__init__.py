"""Criteria: what a title is judged by, the scores, and who is eligible.

Pure functions on data; nothing here knows a dossier or a database. Read in this order:

``framework``     a set: groups, criteria, levels, bonuses, conditions, thresholds. Frozen.
``measures``      what a figure is worth: targets, monthly series, their steps.
``scoring``       ``score(set, answers, figures)``: points by criterion, group, in all.
``explaining``    ``explain(set, score)``: lines whose points add up to the total exactly.
``eligibility``   ``eligibility(set, score, facts)``: a line for each condition; the verdict
                  is nothing but its lines.
``reading``       a set from YAML or plain JSON and back; ``entries``, ``exchange`` and
                  ``soundness`` refuse what is wrong with a sentence.

For a dossier, ask ``workflows.dossiers.eligibility``: ``self_score`` and ``appraised_score``
bring answers, targets and series together. What a page needs of them:

* ``score.groups[i].criteria[j]``: ``points`` (none while nothing is known), ``maximum``,
  ``applies``, ``settled``, and ``measured`` with ``found`` where a figure decides: then no
  level is asked. A measured criterion without figures takes a level by hand meanwhile.
* ``set.levels_of(criterion)`` are the levels to choose from, the set's or the criterion's
  own; ``points_at(criterion, level)`` what each earns. ``set.level_of(criterion, key)``.
* ``criterion.may_be_not_applicable``, ``evidence_required``, ``hint``, ``legal_basis``.
* ``score.unsettled`` are the keys that still wait; ``score.adjustments`` the bonuses and
  penalties; ``in_words.found_in_words`` writes a figure as offices do.
* ``asked_conditions(set)`` are the conditions of the set's own that the appraisal must
  state, sent to the conclusion as ``conditions`` (key → whether it is so).
"""

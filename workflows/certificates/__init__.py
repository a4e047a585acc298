"""Giấy khen: the decision that grants them, their register, and the sheets that are printed.

A Giấy khen goes with a title, and has a vote, a list, a decision and a number of its own
(docs/process.md, section 1). Only this register is numbered by the product (section 8).
"""

"""A criteria set as sheets of a workbook, out and in again: every field, every cell told.

A sheet is a list of entries with a heading for each field, in Vietnamese because offices fill
it in; ``Thông tin`` is a list of names and values instead. A fault names its sheet and cell
(``Tiêu chí``, ``D7``) and what is expected there. Nothing here opens a file.
"""

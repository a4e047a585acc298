"""The twenty scenarios that a process service has to stand, each over HTTP.

They grew out of faults of systems of this kind. «Nothing changed» is equality of every table.
"""

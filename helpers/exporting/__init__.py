"""The question bank as files that a learning platform takes in.

python -m helpers.exporting.command moodle|gift|qti [LESSON ...] [own]

`items` turns questions into what every platform knows; `moodle`, `gift` and `qti` each write
that down in one format.
"""

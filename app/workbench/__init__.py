"""A person's SQL: run in a locked-down, killable process on a read-only copy of the public tables.

`running` asks a question, `workers` keeps the processes, `worker` is such a process, `guard` says what a question may
say, `confine` takes everything else away, `copying` makes the copy, `mistakes` puts an error into words.
This file stays empty: the process imports it, and should start in a blink.
"""

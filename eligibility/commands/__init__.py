"""The verbs of the command line: one module each, flags and exit codes only."""

"""Runs the command from the source tree, uninstalled: ``python cli.py check …``."""

import sys

from eligibility.commands.main import main

if __name__ == "__main__":
    sys.exit(main())

"""A policy or standard told in Chinese sentences made from its plan, for staff to hold against the official text."""

"""Blank profiles: just the facts that the chosen policies rest on, as questions, in YAML or as a workbook."""

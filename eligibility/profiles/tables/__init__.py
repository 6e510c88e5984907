"""Spreadsheets and csv files to the same trees as YAML, one for each enterprise; nothing doubtful is used silently."""

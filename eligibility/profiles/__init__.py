"""One enterprise's YAML or JSON file to typed facts, with everything wrong in it.

This is on the start-up path of ``check``: importing it loads nothing but the
standard library, and ``read_profile`` adds only yaml (or json).
"""

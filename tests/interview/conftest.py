from __future__ import annotations

from tests.commands.conftest import own_cache, rules, run

__all__ = ["own_cache", "rules", "run"]

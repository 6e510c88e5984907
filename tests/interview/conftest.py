from __future__ import annotations

from tests.commands.conftest import own_cache, profile, rules, run

__all__ = ["own_cache", "profile", "rules", "run"]

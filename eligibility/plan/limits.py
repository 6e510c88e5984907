"""Limits across policies to the plan."""

from __future__ import annotations

from ..language.model import Rules
from .plan import DocumentPlan
from .scope import Scope


def build_limits(rules: Rules, plan: DocumentPlan, scope: Scope) -> None:
    """Fill ``plan.limits`` from ``rules.limits``."""

"""Forward chaining on durable-rules, in a process of its own that may die without harm. An extra: ``eligibility[rete]``."""

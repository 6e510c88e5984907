"""The typed plan: one list of operations in dependency order, which every engine reads."""

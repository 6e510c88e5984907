"""Text of the rule language to the model: the first step of the one arrow.

Importing this package loads nothing: ``check`` on a cached plan needs only
``diagnostic``, ``quantities``, ``tree`` and ``yaml_tree`` of it.
"""

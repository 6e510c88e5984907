"""The plan over columns of enterprises, in polars."""

"""A hook of mkdocs: the index of the search as a script, because a page opened from the disk may not read other files."""

from __future__ import annotations

from pathlib import Path


def on_post_build(config, **_) -> None:
    """Write ``search/index.js``, which sets ``window.BOOK_INDEX``, in place of the search plugin's ``search_index.json``."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    index.with_name("index.js").write_text(f"window.BOOK_INDEX = {index.read_text(encoding='utf-8')};\n", encoding="utf-8")
    index.unlink()


# After the search plugin, which writes its index in the same event.
on_post_build.mkdocs_priority = -100

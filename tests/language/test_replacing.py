"""A file gets new content whole or not at all, and is otherwise the file it was."""

from __future__ import annotations

import os

import pytest

from eligibility.language.replacing import replace_file


def test_a_new_file_is_like_any_other(tmp_path):
    """A file that was not there gets the rights that the user's other new files get."""
    (tmp_path / "other").write_bytes(b"")
    replace_file(str(tmp_path / "new"), b"content")
    assert (tmp_path / "new").read_bytes() == b"content"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_the_old_content_stays_where_the_new_cannot_be_written(tmp_path, monkeypatch):
    """A disk that is full leaves the old file and nothing beside it."""
    file = tmp_path / "profile.yaml"
    file.write_bytes(b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("eligibility.language.replacing.os.replace", full)
    with pytest.raises(OSError) as caught:
        replace_file(str(file), b"new")
    assert caught.value.filename == str(file)
    assert file.read_bytes() == b"old" and os.listdir(tmp_path) == ["profile.yaml"]


def test_what_is_wrong_is_told_of_the_file_that_was_asked_for(tmp_path):
    """A folder that is not there is told with the path as given, not with a scratch file's."""
    with pytest.raises(FileNotFoundError) as caught:
        replace_file(str(tmp_path / "no" / "a.yaml"), b"")
    assert caught.value.filename == str(tmp_path / "no" / "a.yaml")

"""What files hold, told by a digest."""

from __future__ import annotations

from eligibility.profiles.population import digest


def test_every_byte_and_every_border_counts(tmp_path, monkeypatch):
    """Files of several blocks: one other byte anywhere, other order, or another border between two files is another digest; names are none."""
    monkeypatch.setattr(digest, "BLOCK", 4)

    def of(*texts: bytes) -> str:
        files = [tmp_path / f"{len(texts)}{i}{len(text)}" for i, text in enumerate(texts)]
        for file, text in zip(files, texts):
            file.write_bytes(text)
        return digest.digest_of(map(str, files))

    whole = b"abcdefghij"
    others = [whole[:i] + b"-" + whole[i + 1 :] for i in range(len(whole))] + [whole[:-1], whole + b"k", whole[4:8] + whole[:4] + whole[8:], b""]
    found = {of(text) for text in (whole, *others)} | {of(whole[:4], whole[4:]), of(whole[:5], whole[5:]), of(whole[4:], whole[:4])}
    assert len(found) == 1 + len(others) + 3
    again = tmp_path / "别名"
    again.write_bytes(whole)
    assert digest.digest_of([str(again)]) == of(whole)

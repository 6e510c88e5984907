import pytest

from eligibility.language import spelling


@pytest.fixture(autouse=True)
def fresh_speller():
    """The speller allows so many look-ups a run; every test is a run of its own."""
    spelling.reset()

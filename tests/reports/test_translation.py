"""--lang: the catalogue is whole and fresh, names stay as they are, and no text can make the translator fail."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.language.code_notes import FAMILIES, NOTES
from eligibility.language.codes import TITLES
from eligibility.reports.catalogue import Catalogue
from eligibility.reports.translation import LONGEST, PLACE, Translator, translator
from tests.docs import messages

SAID = {m for texts in messages.messages().values() for m in texts}
ENGLISH = messages.translations()
EN = translator("en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: what people type, and what has no sense alone
WORDS = {"未见条号"}

texts = st.text(st.sampled_from("“”（），。：；、 {0}的值不是数个项例找到文件规则有错误abc1\n√?"), max_size=120)


def test_writing_the_catalogue_loses_nothing():
    """The developers' tool keeps every translation, those of messages no longer said as comments."""
    again = messages.catalogue_text(messages.messages(), ENGLISH).encode("utf-8")
    assert Catalogue(io.BytesIO(again)).messages == ENGLISH
    without = messages.catalogue_text({}, {"甲": "A"})
    assert '#~ msgid "甲"\n#~ msgstr "A"\n' in without and Catalogue(io.BytesIO(without.encode())).messages == {}


def test_every_message_is_still_said():
    """Nothing is translated that the code does not say: run python -m tests.docs.messages after changing a message."""
    assert set(ENGLISH) - SAID == set()


def test_places_are_the_same_on_both_sides():
    """A translation speaks of what its message speaks of, no less and no more."""
    wrong = {m: t for m, t in ENGLISH.items() if set(PLACE.findall(m)) != set(PLACE.findall(t))}
    assert wrong == {}


def test_every_title_is_translated():
    """The title, family and note of every code are English with --lang en."""
    texts = [*TITLES.values(), *FAMILIES.values(), *(text for note in NOTES.values() for text in note)]
    assert [text for text in texts if EN(text) == text] == []


@pytest.mark.parametrize("folder", ["commands", "reports"])
def test_messages_of_commands_and_reports_are_translated(folder):
    """Everything that commands and reports say is translated, but for single words that are typed or part of a file."""
    said = {m for module, texts in messages.messages().items() if module.startswith(folder) for m in texts}
    assert {m for m in said - set(ENGLISH) - WORDS if re.search(r"[，。：；]|.{7}", m)} <= {
        "元个万亿年月日行项次家人天名件", "{0}-补充.yaml", "画像.yaml", "(整个)?留空", "不超过 {}（只知道上限）",
    }  # fmt: skip


def test_most_messages_are_translated():
    """Four of five strings of the whole program are; the rest are mostly words of the language and patterns."""
    assert len(ENGLISH) > 0.78 * len(SAID)


def test_each_message_comes_out_as_its_translation():
    """A message with names in its places comes out as translated, whatever other patterns there are."""

    def filled(text: str) -> str:
        return PLACE.sub(lambda m: f"甲{'乙丙丁戊己庚辛壬癸'[int(m[1]) % 9]}", text)

    assert {m: EN(filled(m)) for m, said in ENGLISH.items() if EN(filled(m)) != filled(said)} == {}


def test_names_of_the_rules_stay(plan):
    """Facts, their options, questions and proofs, titles, awards, clauses and instruments are law, and are not translated."""
    names = {text for f in plan.vocabulary.values() for text in (f.name, *f.options, *f.columns, *f.aliases, f.ask, f.proof, f.unit) if text}
    names |= {text for d in plan.documents for text in (d.title, d.instrument, d.department) if text}
    names |= {text for d in plan.documents for a in d.awards for text in (a.name, a.title, a.clause) if text}
    assert {name: EN(name) for name in names if EN(name) != name} == {}


@pytest.fixture(scope="module")
def plan():
    from eligibility.commands.loading import load_plan

    return load_plan(())


@given(texts)
def test_any_text_comes_out(text):
    """Whatever the text, something is said, the same each time; English stays."""
    said = EN(text)
    assert isinstance(said, str) and EN(text) == said and (CHINESE.search(text) or not text.strip() or said)
    assert EN("plain English, (1)") == "plain English, (1)"


@given(texts)
def test_an_empty_catalogue_changes_nothing(text):
    """Without a message there is nothing to translate, not even a comma."""
    assert Translator(Catalogue(io.BytesIO(b"")))(text) == text


@pytest.mark.parametrize("piece", ["（", "“", "的值，", "（的值）", "“a”的", "：", "找不到 ", "个", "“"])
def test_long_texts_are_soon_said(piece):
    """Repeated marks neither recurse without end nor take long: every text is looked at a few times at most."""
    for length in (10, 100, LONGEST, 3 * LONGEST):
        assert EN((piece * length)[:length]) is not None


@pytest.mark.parametrize("broken", [b"msgid", b'msgid "a"', b'msgstr "b"\nmsgid', b'"x"\nmsgid "\\"', b"msgid x\nmsgstr y", b"\xff"])
def test_a_broken_catalogue_is_an_empty_one(broken):
    """A catalogue that was damaged says nothing in English; it stops nobody."""
    assert Translator(Catalogue(io.BytesIO(broken)))("找不到 甲 这个文件") == "找不到 甲 这个文件"


def test_other_languages_have_no_translator():
    """A language without a catalogue, or a word that is none, has no translator."""
    assert [translator(word) for word in ("fr", "", "../en", "EN", "zh")] == [None] * 5

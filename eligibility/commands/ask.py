"""``eligibility check --ask``: the dialogue, from what a profile says already to a settled answer that can be saved."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

import click

from ..decisions.decision import EnterpriseDecision
from ..engines.scalar.engine import ScalarEngine
from ..interview.answers import Answers, Key, answers_of
from ..interview.question import next_question, open_items
from ..interview.saved import profile_text
from ..interview.state import Interview
from ..language.diagnostic import Findings, Where
from ..language.replacing import replace_file
from ..language.yaml_tree import read_yaml
from ..profiles.labels import slot_name
from ..profiles.paid_names import look_up_paid
from ..profiles.profile import Profile
from ..profiles.reader import profile_from_tree, read_profiles
from ..reports.question_text import question_lines, settled_text, standing_text
from .ask_replies import Back, Leave, Replies, line_of, say
from .exits import CouldNotRun
from .loading import show

DEFAULT_FILE = "画像.yaml"
NOT_SAVED = "问答"
_ENDINGS = (".yaml", ".yml")


class Asked(NamedTuple):
    """The profile as its file says it; ``file`` is empty where it was not saved."""

    profile: Profile
    file: str


def begin(engine: ScalarEngine, files: tuple[str, ...], save: str | None) -> tuple[Profile, str, Findings]:
    """What is known before asking: the one profile given, or an empty one. CouldNotRun and UsageError where asking makes no sense."""
    if len(files) > 1:
        raise click.UsageError("--ask 一次问一家企业，只能给一个画像文件", click.get_current_context())
    if save is not None:
        _check_target(save, *files)
    if not files:
        return Profile(""), "", Findings()
    findings, sources = Findings(), {}
    found = read_profiles(files[0], engine.plan.vocabulary, findings, sources=sources)
    for profile, own in found:
        look_up_paid(profile, engine.plan, own)
        findings.items += own.items
    show(findings.sorted(), sources, err=True)
    if len(found) != 1:
        raise CouldNotRun("X901", f"{files[0]} 里有 {len(found)} 家企业" if found else f"{files[0]} 里没有能读的画像", "换成一家企业的画像文件，或不给画像文件从头问起")
    return found[0][0], files[0], findings


def _check_target(save: str, profile_file: str = "") -> None:
    """CouldNotRun where ``--save`` cannot be written to, before anything is asked."""
    if not save.lower().endswith(_ENDINGS):
        raise CouldNotRun("X911", f"--save 的文件名 {save} 不是 .yaml 结尾", f"写成 {save.removesuffix('.json')}.yaml")
    if os.path.exists(save) and not (profile_file and os.path.samefile(save, profile_file)):
        raise CouldNotRun("X913", f"已有 {save}，不会覆盖", "换一个文件名，或先移走原来的文件")
    folder = os.path.dirname(save) or "."
    if not os.path.isdir(folder):
        raise CouldNotRun("X901", f"没有 {folder} 这个文件夹", "核对 --save 后面的路径")


def next_as_json(engine: ScalarEngine, profile: Profile, decision: EnterpriseDecision, assume: bool, explain: bool) -> dict:
    """What to ask next after ``profile``, for other programs, and the decision so far."""
    from ..reports import decisions_json, question_json

    state = Interview(engine, assume=assume).state(answers_of(profile))
    return question_json.to_dict(next_question(state), open_items(state), decisions_json.to_dict(decision, explain=explain))


def ask(engine: ScalarEngine, profile: Profile, file: str, save: str | None, assume: bool) -> Asked:
    """Ask until the answer is settled or the user stops, and save."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    dialogue = _Dialogue(engine, assume)
    say(f"政策年度 {engine.selection.policy_year}，申报日期 {engine.selection.as_of}，{len(dialogue.interview.boards)} 项政策。", 0)
    say("一次问一件事，先问最能定下结果的。随时可以答：不清楚、返回、退出；? 看说明。", 0)
    text = dialogue.text
    try:
        answers = dialogue.run(answers_of(profile))
    except KeyboardInterrupt:
        if save is not None:
            replace_file(save, text(dialogue.answers).encode("utf-8"))
            say(f"已答的保存在 {save}；接着问：eligibility check --ask {save}", 0)
        raise
    saved = _save(text(answers), save, file)
    if saved and dialogue.stopped:
        say(f"接着问：eligibility check --ask {saved}（--policy、--year 等照这一次的写）", 0)
    profile = _read_back(text(answers), saved or NOT_SAVED, engine)
    if not saved:  # there is no file with lines to speak of
        profile.facts = {key: given._replace(where=Where(NOT_SAVED)) for key, given in profile.facts.items()}
        profile.paid = profile.paid and tuple(entry._replace(where=Where(NOT_SAVED)) for entry in profile.paid)
    return Asked(profile, saved)


class _Dialogue:
    def __init__(self, engine: ScalarEngine, assume: bool):
        self.engine = engine
        self.interview = Interview(engine, assume=assume)
        self.answers = Answers()  # as of the last question answered
        self.stopped = False  # by the user, before all was asked

    def run(self, answers: Answers) -> Answers:
        """The answers when there is nothing more to ask, or the user stops."""
        before: list[tuple[Answers, int, Key | None]] = []  # answers, number and last fact asked, before each question
        self.answers, number, last = answers, 0, None
        while True:
            state = self.interview.state(self.answers)
            question = next_question(state, last)
            if question is None:
                self._done(state)
                return self.answers
            this = number if question.continued else number + 1
            click.echo("", err=True)
            for line in question_lines(question, this):
                click.echo(line, err=True)
            replies = Replies(state, question, self.engine.plan)
            try:
                answered = replies.answers()
            except Back:
                if replies.inside:
                    say("这一问重新回答。")
                elif before:
                    self.answers, number, last = before.pop()
                    say("回到前一问。")
                else:
                    say("这是第一问，前面没有了。")
                continue
            except Leave:
                say("停在这里，没有问完。", 0)
                self.stopped = True
                return self.answers
            before.append((self.answers, number, last))
            self.answers, number, last = answered, this, question.items[-1].key
            self._narrowed(state)

    def _narrowed(self, before) -> None:
        after = self.interview.state(self.answers)
        settled = settled_text(before, after)
        if settled:
            say(settled)
        say(standing_text(after))

    def _done(self, state) -> None:
        click.echo("", err=True)
        if not state.boards:
            say("没有可以判定的政策，不用问。", 0)
        elif state.settled:
            say("问完了：每一项都有了结果，再填别的也改变不了。" + ("原文有不同理解、结果也不同的，下面注明“暂定”。" if state.provisional else ""), 0)
        else:
            unclear = "、".join(slot_name(key) for key in sorted(state.answers.unclear))
            say("没有别的可问了。" + (f"还不清楚的：{unclear}；弄清以后填进画像，再判定一次。" if unclear else ""), 0)

    def text(self, answers: Answers) -> str:
        """The profile file."""
        selection = self.engine.selection
        return profile_text(answers, self.engine.plan.vocabulary, [
            f"企业画像，由 eligibility check --ask 逐项问得（政策年度 {selection.policy_year}，申报日期 {selection.as_of}）。",
            "没有写出的指标没有问到，或改变不了结果；可以补写，再用 eligibility check 判定。",
        ])


# ------------------------------------------------------------------------- the file


def _save(text: str, save: str | None, file: str) -> str:
    """Where the answers were written; empty where they were not."""
    if save is None:
        save = _chosen_file(file) if sys.stdin.isatty() else ""
        if not save:
            say("没有保存；要保存，下次加 --save 文件名.yaml。", 0)
            return ""
    replace_file(save, text.encode("utf-8"))
    say(f"已保存到 {save}", 0)
    return save


def _chosen_file(file: str) -> str:
    """A file that the user names and that may be written; empty for none."""
    suggested = f"{os.path.splitext(file)[0]}-补充.yaml" if file else DEFAULT_FILE
    say(f"把回答保存成画像文件：回车存到 {suggested}，或写别的文件名；不保存写 否。", 0)
    while True:
        try:
            name = line_of("> ", lambda: []) or suggested
        except (Leave, Back):
            return ""
        if name == "否":
            return ""
        name += "" if name.lower().endswith(_ENDINGS) else ".yaml"
        if os.path.exists(name):
            say(f"已有 {name}，不会覆盖；请写别的文件名。")
        elif not os.path.isdir(os.path.dirname(name) or "."):
            say(f"没有 {os.path.dirname(name)} 这个文件夹；请写别的文件名。")
        else:
            return name


def _read_back(text: str, file: str, engine: ScalarEngine) -> Profile:
    """The profile as ``check`` will read it from the file, so that both decide alike."""
    findings = Findings()
    tree = read_yaml(text.encode(), file, findings, dialect="profile")
    profile = profile_from_tree(tree, file, engine.plan.vocabulary, findings)
    look_up_paid(profile, engine.plan, findings)
    if findings.has_errors:
        raise AssertionError(findings.items[0])
    return profile

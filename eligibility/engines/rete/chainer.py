"""Which engine chains: durable-rules, our own, or both held against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..chaining import native
from ..chaining.program import Derivation, Program
from .engine import ReteAbsent, ReteDied, ReteEngine, ReteFailed

NATIVE, RETE, BOTH = "native", "rete", "both"
MODES = (RETE, NATIVE, BOTH)
REMEDY = 'pip install "eligibility[rete]"'


class EnginesDisagree(Exception):
    """The engines came to different tokens from the same ones: ``program`` and ``tokens`` to try it again with."""

    def __init__(self, program: Program, tokens: frozenset[str], rete: Derivation, own: Derivation) -> None:
        self.program, self.tokens = program, tokens
        only_rete, only_own = sorted(rete.tokens - own.tokens), sorted(own.tokens - rete.tokens)
        super().__init__(
            f"durable-rules 与自带推理的结论不同：只有 durable-rules 推出：{_listed(only_rete)}；只有自带推理推出：{_listed(only_own)}。"
            f"推理的库：{_listed(program.goals)}。已知：{_listed(sorted(tokens))}。"
        )


class Chainer:
    """``chain`` by the engine called ``name``. Ends its child process at ``close``."""

    def __init__(self, name: str, rete: ReteEngine | None, notice: Callable[[str], None]) -> None:
        self.name = name
        self._rete = rete
        self._notice = notice

    def __enter__(self) -> Chainer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends durable-rules where it runs."""
        if self._rete is not None:
            self._rete.close()
            self._rete = None

    def chain(self, program: Program, tokens: Iterable[str]) -> Derivation:
        """The fixed point; in ``both`` the steps are our own. Raises EnginesDisagree."""
        given = frozenset(tokens)
        theirs = self._by_rete(program, given)
        if theirs is not None and self.name == RETE:
            return theirs
        own = native.chain(program, given)
        if theirs is not None and theirs.tokens != own.tokens:
            raise EnginesDisagree(program, given, theirs, own)
        return own

    def _by_rete(self, program: Program, given: frozenset[str]) -> Derivation | None:
        """None where durable-rules does not run; if it fails now, that is said once and it is given up."""
        if self._rete is None:
            return None
        try:
            return self._rete.chain(program, given)
        except ReteDied as error:
            self._notice(f"durable-rules 的进程意外结束（{error}），已改用自带推理得出结论，结果不受影响。")
        except ReteFailed as error:
            self._notice(f"durable-rules 运行出错（{error}），已改用自带推理得出结论，结果不受影响。")
        self.close()
        self.name = NATIVE
        return None


def open_chainer(mode: str | None, notice: Callable[[str], None]) -> Chainer:
    """The chainer for ``mode``; None: both where durable-rules is there, else native.

    ``notice`` is told, in one Chinese sentence, if durable-rules fails on the
    way. Raises ReteAbsent where ``rete`` or ``both`` is asked for and
    durable-rules is absent (the way out is ``REMEDY``).
    """
    if mode == NATIVE:
        return Chainer(NATIVE, None, notice)
    try:
        return Chainer(mode or BOTH, ReteEngine(), notice)
    except ReteAbsent:
        if mode is not None:
            raise
    except ReteFailed as error:
        notice(f"durable-rules 的进程没有启动成功（{error}），已改用自带推理得出结论，结果不受影响。")
    return Chainer(NATIVE, None, notice)


def _listed(tokens: Iterable[str]) -> str:
    return "、".join(tokens) or "无"

"""A catalogue of translations: a gettext ``.po`` file as it is edited, read without being compiled."""

from __future__ import annotations

import gettext
import re

_ESCAPED = re.compile(r"\\(.)")


class Catalogue(gettext.NullTranslations):
    """``messages``: what is said → how it is said in the other language; none in a file that cannot be read as one."""

    def _parse(self, file) -> None:  # the hook that gettext documents for other formats
        self.messages: dict[str, str] = {}
        entry = {"msgid": "", "msgstr": ""}
        part = "msgid"
        for line in [*file.read().decode("utf-8", "replace").splitlines(), 'msgid ""']:
            word, _, quoted = line.partition(" ") if not line.startswith('"') else (part, "", line)
            if word not in entry:
                continue
            if word == "msgid" != part:
                if entry["msgid"] and entry["msgstr"]:
                    self.messages[entry["msgid"]] = entry["msgstr"]
                entry = {"msgid": "", "msgstr": ""}
            part = word
            entry[part] += _ESCAPED.sub(lambda m: "\n" if m[1] == "n" else m[1], quoted.strip()[1:-1])

    def gettext(self, message: str) -> str:
        return self.messages.get(message) or super().gettext(message)

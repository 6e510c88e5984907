"""A small client of the real yaml-language-server: the Language Server Protocol over its standard input and output."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue

SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}, "format": {"enable": False}}}
WAIT = 60  # seconds for one answer, on a busy machine
QUIET = 1.5  # seconds without news after which what is underlined is taken as final


class Server:
    """The server as a process. Files are told to it as an editor does, with text that need not be saved."""

    def __init__(self, script: Path, root: Path) -> None:
        self.process = subprocess.Popen(["node", str(script), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.messages: Queue[dict] = Queue()
        self.diagnostics: dict[str, list[dict]] = {}
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()
        snippets = {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": snippets, "hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}},
        }
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()

    # ------------------------------------------------------------- the protocol

    def tell(self, method: str, params: dict) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: dict):
        """The result of a request."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        wanted = self.number
        return self._until(lambda m: m.get("id") == wanted and "method" not in m).get("result")

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        while line := stream.readline():
            length = 0
            while line.strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
                line = stream.readline()
            self.messages.put(json.loads(stream.read(length)))

    def _until(self, wanted) -> dict:
        while True:
            message = self._next(WAIT)
            assert message is not None, "the server does not answer"
            if wanted(message):
                return message

    def _next(self, seconds: float) -> dict | None:
        """The next message, after what it says has been noted; None where none comes in time."""
        try:
            message = self.messages.get(timeout=seconds)
        except Empty:
            return None
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self._answer(message)
        return message

    def _answer(self, request: dict) -> None:
        result = None
        if request["method"] == "workspace/configuration":
            result = [SETTINGS.get(item.get("section")) for item in request["params"]["items"]]
        self._send({"id": request["id"], "result": result})

    # ---------------------------------------------------------------- an editor

    def open(self, path: Path, text: str | None = None) -> list[dict]:
        """Open ``path`` (with another text than is saved) and return what is underlined in it."""
        uri = path.as_uri()
        self.number += 1  # the server keeps what it made of a version
        text = path.read_text(encoding="utf-8") if text is None else text
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": self.number, "text": text}})
        self._until(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri)
        while self._next(QUIET):
            pass
        return self.diagnostics[uri]

    def complete(self, path: Path, line: int, character: int) -> dict[str, dict]:
        """Completions by label at a place (from 0)."""
        found = self.ask("textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}})
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: item for item in items}

    def hover(self, path: Path, line: int, character: int) -> str:
        """The text shown at a place."""
        found = self.ask("textDocument/hover", {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}})
        return found["contents"]["value"] if found else ""

"""Run by itself, in a process apart: a workbook on standard input to its cells as JSON on standard output.

Old xls files can make the reader ask for more memory than there is, which
ends the process it runs in. So it imports nothing of ours, and may die.
"""

from __future__ import annotations

import io
import json
import sys

MOST_MEMORY = 2 << 30


def main() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, OSError, ValueError):
        pass  # no such limit here; what is asked for in vain ends the process all the same
    most_sheets, most_rows, most_columns = map(int, sys.argv[1:4])
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        return _say("locked")
    if len(book.sheet_names) > most_sheets:
        return _say("large")
    sheets = []
    for sheet in book.sheets_metadata:
        if str(sheet.visible).endswith(".Visible") and str(sheet.typ).endswith(".WorkSheet"):
            found = book.get_sheet_by_name(sheet.name)
            if found.end and (found.end[0] >= most_rows or found.end[1] >= most_columns):
                return _say("large")
            cells = found.to_python(skip_empty_area=False) if found.end else []
            sheets.append((sheet.name, [[_plain(value) for value in row] for row in cells], found.merged_cell_ranges or ()))
    _say(sheets)


def _plain(value: object) -> object:
    """Dates as ``["date", text]``; all else is JSON already.

    A zero that somebody typed is an int here. One that is a float comes from a
    formula, and some programs write it for formulas that they did not calculate.
    """
    if isinstance(value, float) and value == 0:
        return ["zero", "0"]
    return value if isinstance(value, (str, bool, int, float)) else ["date", value.isoformat() if hasattr(value, "isoformat") else str(value)]


def _say(result: object) -> None:
    sys.stdout.buffer.write(json.dumps(result).encode("ascii"))


if __name__ == "__main__":
    main()

#!/usr/bin/env bash
# Runs `make test` on each other supported Python that is present and really runs.
# A name on the path may be a shim without an interpreter behind it, so each is tried.
set -euo pipefail
cd "$(dirname "$0")/../.."

runs() { [ "$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$2" ]; }

own=$("${VENV:-.venv}/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for version in 3.11 3.12 3.13 3.14; do
  [ "$version" = "$own" ] && continue
  found=
  for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version".*/bin/python; do
    if runs "$candidate" "$version"; then found=$candidate; break; fi
  done
  if [ -z "$found" ]; then
    echo "Python $version: not present, not tested"
    continue
  fi
  echo "Python $version: $found"
  make --no-print-directory test PYTHON="$found" VENV=".venv-$version"
done

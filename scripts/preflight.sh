#!/bin/sh
# Says in one line what this machine lacks before anything long is begun.
# Usage: preflight.sh python|disk|understanding
set -u
cd "$(dirname "$0")/.." || exit 1

fail() {
    printf '%s\n' "huimin: $1" >&2
    exit 1
}

# Prints the first interpreter that is new enough; a name on the PATH may be a shim that answers nothing.
find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

case "${1:-}" in
python)
    find_python || fail "Python 3.11 or later (with venv) was not found: install it, or name one with 'make PYTHON=/path/to/python3'"
    ;;
disk)
    needed=${2:-300}
    free=$(df -Pm . | awk 'NR == 2 {print $4}')
    [ "$free" -ge "$needed" ] || fail "the disk has $free MB free here, $needed MB are needed: make room and try again"
    ;;
understanding)
    cd nlu/rasa || exit 1
    uv=../../.tools/bin/uv
    found=$("$uv" python find --no-python-downloads 3.10 2>/dev/null) ||
        { "$uv" python install -q 3.10 >/dev/null 2>&1 && found=$("$uv" python find 3.10 2>/dev/null); } ||
        fail "Python 3.10 was not found and could not be fetched; the understanding process needs it: install it (pyenv install 3.10, or your system's package python3.10)"
    printf '%s\n' "$found"
    ;;
*)
    fail "usage: preflight.sh python|disk [MB]|understanding"
    ;;
esac

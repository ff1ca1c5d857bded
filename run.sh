#!/bin/sh
# Kumnit's commands. This file is also the documentation of how the project is run:
# each command is one short function below, and nothing else is needed but Python and a shell.
set -eu

usage() {
    cat <<'TEXT'
Usage: ./run.sh COMMAND [options]

  serve [--port N] [--host ADDRESS] [--empty]
                    Serve Kumnit on http://127.0.0.1:8000 with its worker. The first start prepares
                    everything and loads the demonstration; with --empty it asks for the first
                    administrator instead, or reads KUMNIT_ADMIN_EMAIL, KUMNIT_ADMIN_PASSWORD and
                    KUMNIT_ADMIN_NAME.
  test [pytest options]
                    Run all tests: on SQLite, in a browser where a Chromium is found, and on
                    PostgreSQL where one is found. With options, run pytest with exactly these.
  check [--without-tests]
                    Linters, types, import rules, templates; then all tests with their coverage.
  bench [options]   Measure the pages at 10,000 and 100,000 ideas (see benchmarks/).
  flask ...         The command line: ./run.sh flask --help lists the commands.
  lock              Pin the requirements anew, with hashes.
  translate         Collect the sentences of the code into the catalogues and compile them.

The environment is made in .venv on first use and renewed only when the pinned requirements change.
KUMNIT_VENV names another place for it; KUMNIT_INSTANCE another place than instance/ for the data.
TEXT
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
venv=${KUMNIT_VENV:-$here/.venv}
python=$venv/bin/python
lock=$venv-lock
ticker='' job='' holding=''

# What would bend our own environment is left outside.
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

tidy() {
    for pid in $ticker $job; do kill "$pid" 2>/dev/null || :; done
    ticker='' job=''
    if [ -n "$holding" ]; then rm -rf "$lock"; holding=''; fi
}
trap tidy EXIT
trap 'tidy; say ""; say "Interrupted; run the command again to go on."; trap - EXIT; exit 130' INT
trap 'tidy; trap - EXIT; exit 143' TERM HUP

# progress SENTENCE COMMAND...: say what is done, a dot every two seconds, the output only when it fails.
progress() {
    printf '%s ' "$1" >&2
    shift
    log=$lock/output
    ( while sleep 2 && kill -0 $$ 2>/dev/null; do printf '.' >&2; done ) &
    ticker=$!
    "$@" >"$log" 2>&1 </dev/null &
    job=$!
    status=0
    wait "$job" || status=$?
    job=''
    kill "$ticker" 2>/dev/null || :
    wait "$ticker" 2>/dev/null || :
    ticker=''
    if [ "$status" -ne 0 ]; then
        say " failed:"
        tail -n 25 "$log" >&2
        exit 1
    fi
    say " done."
}

# One preparation at a time: mkdir either makes the folder or fails, for everybody at once.
take_lock() {
    told=''
    nameless=0
    until mkdir "$lock" 2>/dev/null; do
        beside=$(dirname -- "$venv")
        [ -w "$beside" ] || fail "This folder cannot be written to: $beside (KUMNIT_VENV names another place)."
        holder=$(cat "$lock/pid" 2>/dev/null || :)
        if [ -z "$holder" ]; then nameless=$((nameless + 1)); else nameless=0; fi
        if [ "$nameless" -gt 10 ] || { [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; }; then
            # Its holder is gone. Only one of those who see this can move the folder away.
            mv "$lock" "$lock.left-$$" 2>/dev/null && rm -rf "$lock.left-$$"
            continue
        fi
        [ -n "$told" ] || say "Another command is preparing the environment; waiting for it ..."
        told=yes
        sleep 1
    done
    holding=yes
    echo $$ >"$lock/pid"
}

release_lock() {
    rm -rf "$lock"
    holding=''
}

find_python() {
    for candidate in python3.13 python3.12 python3.11 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' 2>/dev/null; then
            found=$candidate
            return
        fi
    done
    fail "Kumnit needs Python 3.11 or newer, and none was found. Install one (Debian, Ubuntu: apt install python3 python3-venv) and try again."
}

make_venv() {
    find_python
    "$found" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "$found has no venv module. Install it (Debian, Ubuntu: apt install python3-venv) and try again."
    case $venv in
        *:*) fail "Python cannot make an environment in a folder with a colon in its name: $venv" ;;
    esac
    rm -rf "$venv"
    progress "Making the environment" "$found" -m venv "$venv"
}

checksum() { cksum <"$here/$1"; }
stamp_of() { printf '%s/.installed-%s' "$venv" "${1%.txt}"; }
installed() { [ -f "$(stamp_of "$1")" ] && [ "$(cat "$(stamp_of "$1")")" = "$(checksum "$1")" ]; }
catalogues() { find "$here/translations" -name '*.po' 2>/dev/null; }

# Nothing to do? Answered without starting Python, so that a second start is quick.
ready() {
    [ -x "$python" ] || return 1
    for file in "$@"; do installed "$file" || return 1; done
    catalogues | while IFS= read -r po; do
        [ -f "${po%.po}.mo" ] && [ -z "$(find "$po" -newer "${po%.po}.mo")" ] || exit 1
    done
}

install() {
    installed "$1" && return
    progress "Installing $1 (a minute or two the first time)" \
        "$python" -m pip install --quiet --require-hashes --no-deps -r "$here/$1"
    checksum "$1" >"$(stamp_of "$1")"
}

compile_catalogues() {
    catalogues | while IFS= read -r po; do
        mo=${po%.po}.mo
        if [ ! -f "$mo" ] || [ -n "$(find "$po" -newer "$mo")" ]; then
            "$python" -m babel.messages.frontend --quiet compile -i "$po" -o "$mo.new" -l km </dev/null
            mv "$mo.new" "$mo"
        fi
    done
}

# prepare REQUIREMENTS...: an environment with these sets installed and the catalogues compiled.
prepare() {
    ready "$@" && return
    take_lock
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || make_venv
    for file in "$@"; do install "$file"; done
    compile_catalogues
    release_lock
}

runtime() {
    if [ -n "${KUMNIT_DATABASE_URL:-}${KUMNIT_REDIS_URL:-}" ] ||
        grep -Eqs '^KUMNIT_(DATABASE|REDIS)_URL=.' "$here/.env"; then
        prepare requirements.txt requirements-scale.txt
    else
        prepare requirements.txt
    fi
}
everything() { prepare requirements.txt requirements-scale.txt requirements-dev.txt; }

# -P keeps the caller's folder off the import path; paths the caller names still mean what they say.
run_python() { PYTHONPATH=$here "$python" -P "$@"; }

serve() {
    runtime
    trap - EXIT INT TERM HUP
    export PYTHONPATH="$here"
    exec "$python" -P -m app.serving "$@"
}

flask() {
    runtime
    FLASK_APP=app run_python -m flask "$@"
}

# Every test on every database there is, on up to four processors.
all_tests='--database both -n auto --maxprocesses 4 -q'

test_all() {
    everything
    cd "$here"
    if [ $# -gt 0 ]; then run_python -m pytest "$@"; else run_python -m pytest $all_tests; fi
}

check() {
    everything
    cd "$here"
    say "ruff"
    run_python -m ruff check --quiet .
    run_python -m ruff format --check --quiet .
    say "mypy"
    run_python -m mypy
    say "lint-imports"
    run_python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
    say "djlint"
    run_python -m djlint --lint --quiet templates
    [ "${1:-}" != --without-tests ] || return 0
    run_python -m coverage erase
    run_python -m coverage run -m pytest $all_tests
    run_python -m coverage combine --quiet
    run_python -m coverage report
}

bench() {
    everything
    cd "$here"
    run_python -m benchmarks "$@"
}

lock() {
    everything
    cd "$here"
    for set in requirements requirements-scale requirements-dev; do
        say "Pinning $set.in"
        run_python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
            "$set.in" -o "$set.txt"
    done
}

translate() {
    everything
    cd "$here"
    babel() { run_python -m babel.messages.frontend --quiet "$@"; }
    template=$venv/messages.pot
    babel extract -F translations/babel.cfg -k _l -k lazy_gettext -k lazy_ngettext:1,2 \
        --project Kumnit --add-location=file --sort-by-file --no-wrap --omit-header -o "$template" .
    if [ -f translations/km/LC_MESSAGES/messages.po ]; then
        babel update -l km -i "$template" -d translations --no-fuzzy-matching --ignore-obsolete \
            --ignore-pot-creation-date --no-wrap
    else
        babel init -l km -i "$template" -d translations --no-wrap
    fi
    compile_catalogues
    say "Now translate what is new: tests/house_rules tells what is missing."
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
    serve) serve "$@" ;;
    flask) flask "$@" ;;
    test) test_all "$@" ;;
    check) check "$@" ;;
    bench) bench "$@" ;;
    lock) lock ;;
    translate) translate ;;
    -h | --help | help) usage ;;
    '') usage; exit 2 ;;
    *) say "There is no command '$command'."; usage >&2; exit 2 ;;
esac

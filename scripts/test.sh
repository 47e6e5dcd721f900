#!/usr/bin/env bash
# Every test: lints, the interface's, and Rust's with a display, a keyring and a microphone of their own. Ends with one line
# "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0
failed=0
began=$SECONDS
say() { echo "== [$((SECONDS - began)) s] $*"; }
count() {
	passed=$((passed + ${1:-0}))
	failed=$((failed + ${2:-0}))
}

say 'Interface: build and tests'
if scripts/ui.sh build && scripts/ui.sh test 2>&1 | tee "$log"; then
	count "$(sed 's/\x1b\[[0-9;]*m//g' "$log" | sed -nE 's/^ *Tests .* ([0-9]+) passed.*/\1/p' | tail -n 1)" 0
else
	count 0 1
fi

say 'FHIR validator for the tests'
(cd tests/interop && npm ci --no-audit --no-fund --loglevel=error) || count 0 1

say 'Building everything'
cargo build --quiet --workspace || { count 0 1; echo "$passed passed, $failed failed"; exit 1; }

# Several tests run a model at once. Its threads wait for each other spinning, and where there are more of them than cores,
# each waits for one that does not run.
export DICTUM_THREADS=1

say 'Rust tests, in a desktop session of their own'
# Ten minutes are usual. A test that waits for ever is a failure, not a silence.
timeout --kill-after=60 45m tests/with-desktop.sh cargo test --quiet --workspace --no-fail-fast 2>&1 | tee "$log"
rust=${PIPESTATUS[0]}
rust_passed=$(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed.*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
rust_failed=$(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed.*/\2/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
count "${rust_passed:-0}" "${rust_failed:-0}"
if [ "$rust" != 0 ] && [ "${rust_failed:-0}" = 0 ]; then
	# Something did not compile or was killed: that is a failure, too.
	count 0 1
fi

say 'Lints'
scripts/lint.sh 2>&1 | tee "$log"
count "$(grep -c '^lint .* ok$' "$log")" "$(grep -c '^lint .* FAILED$' "$log")"

say 'Done'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

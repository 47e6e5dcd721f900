#!/usr/bin/env bash
# Formats, lints, types; licences and advisories where cargo-deny is installed. Prints a line for each with its outcome.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
check() {
	local name=$1
	shift
	if "$@"; then
		echo "lint $name ... ok"
	else
		echo "lint $name ... FAILED"
		failed=$((failed + 1))
	fi
}
check 'rust format' cargo fmt --all --check
check 'interface lint and format' scripts/ui.sh lint
check 'interface types' scripts/ui.sh check
[ -d ui/dist ] || scripts/ui.sh build
check 'clippy' cargo clippy --quiet --workspace --all-targets -- -D warnings
check 'no machine paths or registry hosts' scripts/no-private-paths.sh
if cargo deny --version >/dev/null 2>&1; then
	check 'licences, bans, sources' cargo deny --log-level error check licenses bans sources
else
	echo 'lint licences, bans, sources ... skipped: cargo install cargo-deny'
fi
exit "$failed"

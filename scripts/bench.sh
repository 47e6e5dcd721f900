#!/usr/bin/env bash
# The figures, on this machine. Timings on a shared machine are noisy: look at medians and ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\n== %s\n' "$*"; }
target=${CARGO_TARGET_DIR:-target}

say 'Vault (release)'
cargo run --quiet --release -p vault --example bench

say 'Extractive draft and checks of a consult of 1,300 words (release)'
cargo run --quiet --release -p scribe --example bench

say 'Worker against the same library in-process (release)'
cargo build --quiet --release -p whisper-worker -p llama-worker
cargo run --quiet --release -p whisper-worker --example whisper-overhead
cargo run --quiet --release -p llama-worker --example llama-overhead

if [ "$(uname -s)" = Linux ] && command -v xvfb-run >/dev/null && command -v xdotool >/dev/null; then
	say 'Cold start of the window (release): from start to mapped, five times'
	scripts/ui.sh build >/dev/null
	cargo build --quiet --release -p dictum-desktop
	for _ in 1 2 3 4 5; do
		home=$(mktemp -d)
		DICTUM_HOME=$home xvfb-run -a -s '-screen 0 1440x900x24' bash -c '
			began=$(date +%s%N)
			"$0" & app=$!
			xdotool search --sync --onlyvisible --name "^Dictum$" >/dev/null
			echo "$(( ($(date +%s%N) - began) / 1000000 )) ms"
			kill $app' "$target/release/dictum-desktop" 2>/dev/null
		rm -rf "$home"
	done
else
	echo 'Cold start of the window: skipped, it needs xvfb-run and xdotool'
fi

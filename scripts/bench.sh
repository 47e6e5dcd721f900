#!/usr/bin/env bash
# The figures, on this machine. Timings on a shared machine are noisy: look at medians and ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\n== %s\n' "$*"; }
target=${CARGO_TARGET_DIR:-target}

say 'Building (release)'
scripts/ui.sh build >/dev/null
measures=(vault-times note-times whisper-overhead llama-overhead llama-draft against-whisper-cli live-consult)
cargo build --quiet --release --workspace --bins "${measures[@]/#/--example=}"
examples=$target/release/examples

say 'Vault'
"$examples/vault-times"

say 'Extractive draft and checks of a consult of 1,300 words'
"$examples/note-times"

say 'Worker against the same library in-process'
"$examples/whisper-overhead"
"$examples/llama-overhead"

say 'Drafting: a prompt that grows, and parts side by side (random weights in the shape of 0.5 B)'
"$examples/llama-draft" 3

say 'Against whisper.cpp'"'"'s own command line'
if program=$(scripts/whisper-cli.sh); then export WHISPER_CLI=$program; fi
"$examples/against-whisper-cli" 5

if [ "$(uname -s)" = Linux ] && command -v pulseaudio >/dev/null; then
	say 'Recording without recognition, five minutes, from a microphone that nothing else uses'
	DICTUM_TEST_LISTENER_MS=200 tests/audio/with-pulse.sh "$examples/live-consult" 5 none
	say "A consult of ${BENCH_MINUTES:-10} minutes in real time, and what is left at Stop (BENCH_MINUTES=60 for an hour)"
	tests/audio/with-pulse.sh "$examples/live-consult" "${BENCH_MINUTES:-10}" shipped
else
	echo 'A consult in real time: skipped, it needs Linux and pulseaudio'
fi

if [ "$(uname -s)" = Linux ] && command -v xvfb-run >/dev/null && command -v xdotool >/dev/null; then
	say 'Cold start of the window: from start to mapped, five times'
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

#!/usr/bin/env bash
# Installers for this platform, into target/release/bundle. The workers travel beside the program.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release -p whisper-worker -p llama-worker
triple=$(rustc -vV | sed -n 's/^host: //p')
mkdir -p target/sidecars
for worker in whisper-worker llama-worker; do
	suffix=''
	[ -f "target/release/$worker.exe" ] && suffix=.exe
	cp "target/release/$worker$suffix" "target/sidecars/$worker-$triple$suffix"
done
cd src-tauri
npx --yes @tauri-apps/cli@2 build --config '{"bundle":{"externalBin":["../target/sidecars/whisper-worker","../target/sidecars/llama-worker"]}}'

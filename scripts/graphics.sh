#!/usr/bin/env bash
# Builds the programs that run models once more, for a graphics card, and puts them beside the plain ones, which do the work
# where the card's driver is missing or fails:
#
#   graphics.sh vulkan|cuda|metal
set -euo pipefail
cd "$(dirname "$0")/.."
api=${1:-}
case $api in
vulkan | cuda | metal) ;;
*)
	echo 'Say for what: make graphics API=vulkan (any maker), API=cuda (NVIDIA) or API=metal (macOS).' >&2
	exit 2
	;;
esac
scripts/setup.sh "$api"
target=${CARGO_TARGET_DIR:-target}
cargo build --release --target-dir "$target/graphics" -p whisper-worker -p llama-worker --bins --features "$api"
for profile in debug release; do
	[ -d "$target/$profile" ] || continue
	for worker in whisper-worker llama-worker; do
		install -m 755 "$target/graphics/release/$worker" "$target/$profile/$worker-graphics"
	done
	echo "== Beside the plain programs in $target/$profile: whisper-worker-graphics, llama-worker-graphics"
done

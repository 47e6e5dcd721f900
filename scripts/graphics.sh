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
if [ "$api" = vulkan ] && ! grep -qs VkLayerSettingEXT "${VULKAN_SDK:-/usr}/include/vulkan/vulkan_core.h"; then
	echo 'The Vulkan headers here are too old for llama.cpp and whisper.cpp: they need 1.3.268 or newer.' >&2
	echo 'Ubuntu 24.04 and Debian 13 have them. Elsewhere install the Vulkan SDK and set VULKAN_SDK to its folder.' >&2
	exit 1
fi
target=${CARGO_TARGET_DIR:-target}
cargo build --release --target-dir "$target/graphics" -p whisper-worker -p llama-worker --bins --features "$api"
exe=
[ "${OS:-}" != Windows_NT ] || exe=.exe
mkdir -p "$target/debug"
for profile in debug release; do
	[ -d "$target/$profile" ] || continue
	for worker in whisper-worker llama-worker; do
		install -m 755 "$target/graphics/release/$worker$exe" "$target/$profile/$worker-graphics$exe"
	done
	echo "== Beside the plain programs in $target/$profile: whisper-worker-graphics, llama-worker-graphics"
done

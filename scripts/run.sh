#!/usr/bin/env bash
# Opens the window, or does the demo where there is no display.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	echo 'There is no display here: doing the demo in place of the window.'
	exec "${CARGO_TARGET_DIR:-target}"/debug/dictum demo --out out
fi
exec "${CARGO_TARGET_DIR:-target}"/debug/dictum-desktop

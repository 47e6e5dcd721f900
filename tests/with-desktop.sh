#!/usr/bin/env bash
# Runs a command as if a user sat there: with a display, a microphone, a session bus and an unlocked keyring, all its own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "$(uname -s)" != Linux ]; then
	exec "$@"
fi
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
export XDG_DATA_HOME=$data/data XDG_CONFIG_HOME=$data/config XDG_CACHE_HOME=$data/cache
mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
export DICTUM_TEST_DESKTOP=1 DICTUM_TEST_KEYRING=1
# WebKit's sandbox and GPU paths need what a headless machine lacks.
export WEBKIT_DISABLE_COMPOSITING_MODE=1 WEBKIT_DISABLE_DMABUF_RENDERER=1 NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1
xvfb-run -a -s '-screen 0 1440x900x24' "$here/audio/with-pulse.sh" dbus-run-session -- bash -c '
	printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
	exec "$@"' bash "$@"

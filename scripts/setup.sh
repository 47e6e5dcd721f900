#!/usr/bin/env bash
# Sees to it that this machine has what building (run), testing (test), measuring (bench) or building for graphics cards
# (vulkan) needs. Debian and Ubuntu packages are installed;
# Rust and Node are asked for. It can be interrupted and run again.
set -euo pipefail
purpose=${1:-run}
cd "$(dirname "$0")/.."

missing_tool() {
	echo "Dictum needs $1 to be built. $2" >&2
	exit 1
}
command -v cargo >/dev/null || missing_tool 'Rust 1.95 or newer' 'Install it from https://rustup.rs, then run this again.'
command -v npm >/dev/null || missing_tool 'Node 20 or newer with npm' 'Install it from https://nodejs.org or with your package manager, then run this again.'
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
at_least 1.95.0 "$(rustc --version | cut -d' ' -f2)" || missing_tool 'Rust 1.95 or newer' 'Run: rustup update stable'
at_least 20.0.0 "$(node --version | tr -d v)" || missing_tool 'Node 20 or newer' 'Install a newer one from https://nodejs.org.'

[ "$(uname -s)" = Linux ] || exit 0
if ! command -v apt-get >/dev/null; then
	echo 'This is not Debian or Ubuntu: the README lists the packages that Dictum needs under "Other systems".' >&2
	exit 0
fi

packages=(build-essential cmake clang libclang-dev pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev
	libasound2-dev libdbus-1-dev)
if [ "$purpose" = test ]; then
	packages+=(xvfb xauth webkit2gtk-driver gnome-keyring dbus dbus-x11 libsecret-tools pulseaudio pulseaudio-utils
		libasound2-plugins espeak-ng sox libsox-fmt-mp3 imagemagick procps iproute2 util-linux)
fi
if [ "$purpose" = bench ]; then
	packages+=(xvfb xauth xdotool pulseaudio pulseaudio-utils libasound2-plugins git)
fi
if [ "$purpose" = vulkan ]; then
	packages+=(libvulkan-dev spirv-headers glslc)
fi
missing=()
for package in "${packages[@]}"; do
	dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "== Installing: ${missing[*]}"
as_root=()
if [ "$(id -u)" != 0 ]; then
	if [ -t 0 ]; then
		read -r -p 'This needs sudo. Go on? [Y/n] ' answer
		case ${answer:-y} in [Yy]*) ;; *) echo "Install them yourself, then run this again." >&2 && exit 1 ;; esac
		as_root=(sudo)
	elif sudo -n true 2>/dev/null; then
		as_root=(sudo -n)
	else
		echo "Nobody is here to allow sudo. Run: sudo apt-get install ${missing[*]}" >&2
		exit 1
	fi
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

#!/usr/bin/env bash
# Prints where whisper.cpp's own command line is, of the version that Dictum links and built with the same settings. The crate
# has the library's source but not that of the program, so it comes from the project's tag, by way of git; WHISPER_CPP_GIT names
# a mirror, and WHISPER_CLI a program that is there already. Prints nothing, and says why on standard error, where it cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${WHISPER_CLI:-}" ]; then
	echo "$WHISPER_CLI"
	exit
fi
without() {
	echo "$*" >&2
	exit 1
}

crate=$(cargo metadata --format-version 1 | grep -o '"manifest_path":"[^"]*/whisper-rs-sys-[^"]*/Cargo.toml"' | cut -d'"' -f4 | head -n 1)
linked=$(dirname "$crate")/whisper.cpp
version=$(sed -n 's/^project("whisper.cpp" VERSION \([0-9.]*\))/\1/p' "$linked/CMakeLists.txt")
source=${CARGO_TARGET_DIR:-target}/whisper.cpp-$version
program=$source/build/bin/whisper-cli
if [ ! -x "$program" ]; then
	from=${WHISPER_CPP_GIT:-https://github.com/ggml-org/whisper.cpp}
	if [ ! -d "$source" ]; then
		rm -rf "$source.part"
		GIT_TERMINAL_PROMPT=0 git clone --quiet --depth 1 --branch "v$version" -c advice.detachedHead=false "$from" "$source.part" >&2 ||
			without "whisper.cpp $version could not be had from $from"
		mv "$source.part" "$source"
	fi
	for part in src include ggml; do
		diff -rq --exclude=.gitignore "$linked/$part" "$source/$part" >&2 ||
			without "the source of whisper.cpp $version is not the one that Dictum links"
	done
	# As whisper-rs-sys sets them, and .cargo/config.toml.
	settings=(-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF -DGGML_METAL=OFF
		-DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_SERVER=OFF)
	{ cmake -S "$source" -B "$source/build" "${settings[@]}" &&
		cmake --build "$source/build" --target whisper-cli --parallel; } >"$source/build.log" 2>&1 ||
		without "whisper-cli could not be built: $source/build.log says why"
fi
realpath "$program"

#!/usr/bin/env bash
# The interface: ui.sh build | lint | check | test. Installs its packages when they changed.
set -euo pipefail
cd "$(dirname "$0")/../ui"
stamp=node_modules/.dictum-installed
if ! [ -f "$stamp" ] || [ package-lock.json -nt "$stamp" ]; then
	echo '== Installing the packages of the interface'
	npm ci --no-audit --no-fund --loglevel=error
	touch "$stamp"
fi
echo "== Interface: $1"
npm run --silent "$1"

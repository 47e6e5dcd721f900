#!/usr/bin/env bash
# Nothing of the machine it was written on belongs into the project.
set -euo pipefail
cd "$(dirname "$0")/.."
found=$(git grep -nIE '(^|[^a-zA-Z0-9._-])/(root|home/[a-z]+|work|tmp/[a-z])/?[a-zA-Z]*/' -- ':!scripts/no-private-paths.sh' ':!*.lock' ':!*package-lock.json' || true)
[ -z "$found" ] || { echo "$found" >&2; exit 1; }

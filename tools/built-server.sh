#!/usr/bin/env bash
# Prints the folder of the built server, after building what changed; one build at a time.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
mkdir -p "$root/.cache"
exec 9>"$root/.cache/build.lock"
if command -v flock >/dev/null; then flock 9; fi
# The build does not inherit the lock: compilers stay in the background after it.
node "$root/tools/server.mjs" 9>&-

#!/usr/bin/env bash
# Fetches what the browser journeys need beside Chromium: the accessibility rules, by their lock file.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -f node_modules/axe-core/axe.min.js ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --silent
fi

#!/usr/bin/env bash
# Fetches the clients that the tests let read what the product gives to machines, by their lock file.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -d node_modules/ical.js ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --silent
fi

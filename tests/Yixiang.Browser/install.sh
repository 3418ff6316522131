#!/usr/bin/env bash
# Fetches what the browser journeys need beside Chromium: the accessibility rules, the HTML validator, readers of feeds, sitemaps, harvests and structured data, by their lock file.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -f node_modules/axe-core/axe.min.js ] || [ ! -f node_modules/vnu-jar/build/dist/vnu.jar ] || [ ! -d node_modules/oai-pmh ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --silent
fi

#!/usr/bin/env bash
# Prints the path of an installed Chromium or Chrome, or nothing.
source "$(dirname "$0")/lib.sh"

if [ -n "${MORTISE_CHROMIUM:-}" ]; then
  echo "$MORTISE_CHROMIUM"
  exit
fi
for name in chromium chromium-browser google-chrome google-chrome-stable \
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
  # Ubuntu's chromium-browser is a script that only installs a snap.
  if have "$name" && "$name" --version >/dev/null 2>&1; then
    command -v "$name"
    exit
  fi
done
ls -d "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome \
  "$HOME/Library/Caches/ms-playwright"/chromium-*/chrome-mac*/*.app/Contents/MacOS/* 2>/dev/null | sort | tail -n 1 || true

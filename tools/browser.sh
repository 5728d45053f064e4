# Makes sure that there is a chromium for the browser tests: Debian's, by apt-get.
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ]; then become=""; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then become="sudo"; else
  echo "The browser tests need chromium. Please install it (Debian: apt-get install chromium) and try again." >&2
  exit 1
fi
if ! command -v apt-get >/dev/null; then
  echo "The browser tests need chromium, and there is no apt-get here. Please install chromium and try again." >&2
  exit 1
fi
echo "Installing chromium for the browser tests …"
log=$(mktemp)
if ! { $become apt-get update -q && $become env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; } >"$log" 2>&1; then
  tail -20 "$log" >&2
  echo "chromium could not be installed; see above." >&2
  exit 1
fi

# Makes sure that there is a browser for the tests: Debian's chromium without a window, which takes two thirds of the
# time of the whole one; that one will do where the other cannot be had.
if command -v chromium-headless-shell >/dev/null; then exit 0; fi
whole=""
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then whole="$name"; fi
done
if [ "$(id -u)" = 0 ]; then become=""; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then become="sudo"; else
  become="nobody"
fi
if [ "$become" = "nobody" ] || ! command -v apt-get >/dev/null; then
  if [ -n "$whole" ]; then exit 0; fi
  echo "The browser tests need chromium. Please install it (Debian: apt-get install chromium-headless-shell) and try again." >&2
  exit 1
fi
echo "Installing chromium for the browser tests …"
log=$(mktemp)
install() { $become env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$1"; }
if { $become apt-get update -q && { install chromium-headless-shell || [ -n "$whole" ] || install chromium; }; } >"$log" 2>&1; then
  exit 0
fi
if [ -n "$whole" ]; then exit 0; fi
tail -20 "$log" >&2
echo "chromium could not be installed; see above." >&2
exit 1

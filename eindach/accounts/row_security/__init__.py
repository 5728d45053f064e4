"""The third layer of permission: PostgreSQL row-level security, declared beside the models and written by `migrate`.

A part declares its guarded tables in its module `guards` (found as jobs are). After every `migrate` the policies,
the privileges and the functions they use are written anew if they changed; `eindach doctor` and a check at every start
compare what the database holds with what is declared. Measured traps this form avoids (research of the project): a
table's owner is held by FORCE; one policy a command (FOR ALL would widen SELECT); TO a role, never PUBLIC; settings by
nullif(current_setting(…, true), '') because a used one is '' and not NULL; uncorrelated sub-selects (an InitPlan or a
hashed SubPlan: 7.9 ms where a correlated EXISTS took 112.7 ms for 100,000 rows).
"""

from .declared import APP, KEEPER, WEB, Function, Guard, declared, functions, guard, guards, own_function
from .proving import faults
from .writing import write

__all__ = [
    "APP",
    "KEEPER",
    "WEB",
    "Function",
    "Guard",
    "declared",
    "faults",
    "functions",
    "guard",
    "guards",
    "own_function",
    "write",
]

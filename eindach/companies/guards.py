"""Row-level security of companies: a company sees its own list, and of a person only what it wrote itself, until they
accepted; a person sees what is theirs; the coordinator sees companies, nobody in them."""

from eindach.accounts.models import Role
from eindach.accounts.row_security import guard
from eindach.accounts.row_security.declared import ALL_ROWS
from eindach.accounts.row_security.settings import is_own, is_staff

from .models import Answer, Company, Details, Employee, GroupVisit, Member

COORDINATES = is_staff(Role.COORDINATOR)
OUR_COMPANY = (
    f"company_id IN (SELECT c.id FROM companies_company c WHERE {is_own('c.contact_id')}"
    " AND c.admitted_at IS NOT NULL AND c.ended_at IS NULL)"
)
OPEN = f"({OUR_COMPANY} AND accepted_at IS NULL AND ended_at IS NULL)"
"""Of whom we have entered and who has not answered yet."""
MINE = f"employee_id IN (SELECT e.id FROM companies_employee e WHERE {is_own('e.person_id')})"
OF_AN_OPEN_ONE = f"employee_id IN (SELECT e.id FROM companies_employee e WHERE {OPEN})"
OF_OURS = f"employee_id IN (SELECT e.id FROM companies_employee e WHERE {OUR_COMPANY})"

guard(
    Company,
    web=ALL_ROWS,
    app={"SELECT": f"{is_own('contact_id')} OR {COORDINATES}", "UPDATE": COORDINATES},
)
guard(
    Employee,
    web=ALL_ROWS,
    app={
        "SELECT": f"{is_own('person_id')} OR {OUR_COMPANY}",
        "INSERT": f"{OPEN} AND person_id IS NULL",
        "UPDATE": f"{is_own('person_id')} OR {OPEN}",
    },
)
guard(
    Details,
    web=ALL_ROWS,
    app={
        "SELECT": f"{MINE} OR {OF_AN_OPEN_ONE}",
        "INSERT": OF_AN_OPEN_ONE,
        "UPDATE": f"{MINE} OR {OF_AN_OPEN_ONE}",
    },
)
guard(Answer, web=ALL_ROWS, app={"SELECT": MINE, "INSERT": MINE})
guard(GroupVisit, web=ALL_ROWS, app={"SELECT": OUR_COMPANY})
guard(Member, web=ALL_ROWS, app={"SELECT": f"{MINE} OR {OF_OURS}"})

from .company import Company
from .employee import Answer, Details, Employee
from .group import GroupVisit, Member

__all__ = ["Answer", "Company", "Details", "Employee", "GroupVisit", "Member"]

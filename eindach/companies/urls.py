"""Routes of this part, under the language prefix."""

from django.urls import path

from . import staff_companies
from .views import company, employer, invited, public, together

app_name = "companies"
urlpatterns = [
    path("companies/", public.companies, name="companies"),
    path("companies/register/", public.register, name="register"),
    path("companies/register/thanks/", public.thanks, name="thanks"),
    path("invited/<str:sealed>/", invited.invitation, name="invited"),
    path("own/employer/", employer.employer, name="employer"),
    path("own/employer/<uuid:employee_id>/", employer.details, name="details"),
    path("own/employer/<uuid:employee_id>/answer/", employer.answer, name="answer"),
    path("own/employer/<uuid:employee_id>/end/", employer.end, name="leave"),
    path("own/company/", company.mine, name="mine"),
    path("own/company/<uuid:company_id>/", company.company, name="company"),
    path("own/company/<uuid:company_id>/add/", company.add, name="add"),
    path("own/company/<uuid:company_id>/table/", company.table, name="table"),
    path("own/company/<uuid:company_id>/together/", together.together, name="together"),
    path("own/company/employees/<uuid:employee_id>/<slug:act>/", company.change, name="change"),
    path("own/company/groups/<uuid:group_id>/", together.group, name="group"),
    path("staff/companies/", staff_companies.companies, name="staff-companies"),
    path("staff/companies/<uuid:company_id>/<slug:act>/", staff_companies.change, name="staff-change"),
]

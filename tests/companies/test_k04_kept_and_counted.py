"""Who never answers is deleted; a long list asks the database no more than a short one; the sample."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eindach.accounts.registry import running
from eindach.companies.models import Answer, Company, Details, Employee
from eindach.config.regions import fill_companies
from eindach.directory.models import Municipality
from tests.permission.signed_in import as_person

from .conftest import PEOPLE, Firms, accepted, expected
from .test_k02_theirs import path


def test_who_never_answers_is_deleted_two_months_after_the_invitation(
    firms: Firms, settings: Any, tmp_path: Path
) -> None:
    settings.DELETION_LOG = tmp_path / "deletions.jsonl"
    expected(firms, PEOPLE[0])
    running.run(now=firms.now + timedelta(days=59), do=True)
    assert Details.objects.exists()
    running.run(now=firms.now + timedelta(days=61), do=True)
    assert not Details.objects.exists()
    assert not Employee.objects.exists()


def test_a_longer_list_asks_no_more_questions(firms: Firms) -> None:
    client, counts = as_person("hr@werk.example"), []
    accepted(firms, PEOPLE[0], see=True)
    client.get(path("company", firms.werk.pk))  # whoever comes first reads the region for all
    for more in (PEOPLE[1:2], PEOPLE[2:]):
        accepted(firms, *more, see=True)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path("company", firms.werk.pk)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_for_companies_asks_little(firms: Firms) -> None:
    client = Client()
    client.get(path("companies"))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path("companies")).status_code == 200
    assert len(asked) <= 4


def test_the_sample_is_openly_one_and_is_made_once(firms: Firms) -> None:
    Company.objects.update(contact=None, admitted_at=None)
    Company.objects.all().delete()
    Municipality.objects.create(ags="05358024", name="Jülich", latitude=50.9, longitude=6.4, source="sample")
    assert fill_companies(now=firms.now) == 6
    assert fill_companies(now=firms.now) == 0
    assert set(Company.objects.values_list("sample", flat=True)) == {True}
    assert Answer.objects.filter(yes=True).count() == 5

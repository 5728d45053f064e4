"""Our taxonomy: topics, and under them the matters."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from eindach.guide.models import Matter, Topic
from eindach.kernel.identifiers import stable_uuid

from . import records

NAME = "Eindach matters"
TAXONOMY = stable_uuid("hsds", "taxonomy", "matters")


def taxonomy() -> records.Taxonomy:
    said = _("What people who have just arrived want to settle, by topic.")
    return records.Taxonomy(id=TAXONOMY, name=NAME, description=said, version="1")


def topic_id(topic: Topic) -> UUID:
    return stable_uuid("hsds", "topic", topic.key)


def matter_id(matter: Matter) -> UUID:
    return stable_uuid("hsds", "matter", matter.key)


def of_topic(topic: Topic) -> records.TaxonomyTerm:
    name = str(topic.name)
    return records.TaxonomyTerm(
        id=topic_id(topic),
        code=topic.key,
        name=name,
        description=str(topic.summary) or name,
        taxonomy=NAME,
        taxonomy_id=TAXONOMY,
    )


def of_matter(matter: Matter) -> records.TaxonomyTerm:
    name = str(matter.name)
    return records.TaxonomyTerm(
        id=matter_id(matter),
        code=matter.key,
        name=name,
        description=str(matter.summary) or name,
        parent_id=topic_id(matter.topic),
        taxonomy=NAME,
        taxonomy_id=TAXONOMY,
    )


def all_terms() -> list[records.TaxonomyTerm]:
    """Topics first, each list in its order."""
    matters = Matter.objects.select_related("topic")
    return [*map(of_topic, Topic.objects.all()), *map(of_matter, matters)]


def matters_of(term: UUID | None, taxonomy: UUID | None) -> QuerySet[Matter]:
    """Matters a filter names; both filters together must both fit. A topic stands for all its matters."""
    if taxonomy and taxonomy != TAXONOMY:
        return Matter.objects.none()
    if term is None:
        return Matter.objects.all()
    # Identifiers are derived, not stored: there are some dozens of rows to derive them from.
    topics = [topic.pk for topic in Topic.objects.all() if topic_id(topic) == term]
    matters = [matter.pk for matter in Matter.objects.all() if matter_id(matter) == term]
    return Matter.objects.filter(Q(pk__in=matters) | Q(topic__in=topics))

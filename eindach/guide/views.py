"""Pages of topics and matters, and the search. Search as you type gets the same list as the page itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from eindach.directory.memory import memory
from eindach.guide import queries
from eindach.guide.models import Matter, Topic
from eindach.kernel.audience import audience

LONGEST_QUESTION = 100


@audience("public")
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics, and all matters from A to Z."""
    found = queries.topics_with_matters()
    matters = [matter for topic in found for matter in topic.matters.all()]
    return render(request, "guide/topics.html", {"topics": found, "letters": queries.alphabet(matters)})


@audience("public")
@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Topic.objects.prefetch_related("matters"), key=key)
    return render(request, "guide/topic.html", {"topic": found})


@audience("public")
@require_safe
def matter(request: HttpRequest, key: str) -> HttpResponse:
    try:
        found = queries.details(key)
    except Matter.DoesNotExist as fault:
        raise Http404(key) from fault
    return render(request, "guide/matter.html", {"details": found, "matter": found.matter})


@audience("public")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The whole page, or for htmx only its list of results."""
    kept = memory()
    text = request.GET.get("q", "")[:LONGEST_QUESTION].replace("\0", "").strip()
    template = "guide/parts/results.html" if getattr(request, "htmx", False) else "guide/search.html"
    answer = render(request, template, {"q": text, "results": queries.search(text, kept)})
    answer["Vary"] = "HX-Request"
    return answer

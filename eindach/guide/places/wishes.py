"""What somebody asked the directory for, and the form that asks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import CharField, F, Func
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import catalog

from eindach.directory.memory import Memory
from eindach.directory.models import Municipality, ServiceAtLocation
from eindach.guide import folding
from eindach.guide.models import Matter, Topic
from eindach.kernel.languages import NATIVE

LONGEST_QUESTION = 100
MOST_WORDS = 8


@dataclass(frozen=True)
class Wishes:
    """`words` and `need` choose what is searched for; everything else only sorts. `need`: "topic.home" or
    "matter.bank" · `town`: where somebody lives · `language`: code of a spoken language."""

    words: tuple[str, ...] = ()
    need: str = ""
    town: Municipality | None = None
    language: str = ""
    open_now: bool = False
    step_free: bool = False
    for_women: bool = False
    with_children: bool = False

    @property
    def sort(self) -> bool:
        """Is there anything that some places may not meet?"""
        sorting = (self.town, self.language, self.open_now, self.step_free, self.for_women, self.with_children)
        return any(sorting)


class WishesForm(forms.Form):
    """A wish nobody can have (a town of another region) is as if it were not said: searching is never refused."""

    q = forms.CharField(label=gettext_lazy("What are you looking for?"), required=False, max_length=LONGEST_QUESTION)
    need = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    town = forms.ChoiceField(label=gettext_lazy("Where do you live?"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Spoken language"), required=False)
    open = forms.BooleanField(label=gettext_lazy("Open now"), required=False)
    step_free = forms.BooleanField(label=gettext_lazy("No steps at the entrance"), required=False)
    women = forms.BooleanField(label=gettext_lazy("For women"), required=False)
    children = forms.BooleanField(label=gettext_lazy("I bring children"), required=False)

    FEWER = ("need", "open", "step_free", "women", "children")
    """Fields that stand under "More wishes"."""

    def __init__(self, asked: Any, towns: Sequence[Municipality], kept: Memory) -> None:
        super().__init__({**asked.dict(), "q": asked.get("q", "").replace("\0", "")[:LONGEST_QUESTION]})
        self.towns = {one.ags: one for one in towns}
        choices: dict[str, list[Any]] = {
            "need": [("", _("Every topic")), *kept.part(("needs", catalog()), _needs)],
            "town": [("", _("Everywhere")), *((one.ags, one.name) for one in towns)],
            "language": [
                ("", _("Any language")),
                *((code, NATIVE.get(code, code)) for code in kept.rows("spoken", _spoken)),
            ],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def wishes(self) -> Wishes:
        self.is_valid()
        said = self.cleaned_data
        return Wishes(
            words=tuple(dict.fromkeys(folding.typed(said.get("q", ""))))[:MOST_WORDS],
            need=said.get("need", ""),
            town=self.towns.get(said.get("town", "")),
            language=said.get("language", ""),
            open_now=bool(said.get("open")),
            step_free=bool(said.get("step_free")),
            for_women=bool(said.get("women")),
            with_children=bool(said.get("children")),
        )

    @property
    def asks_more(self) -> bool:
        """Is one of the wishes said that stand under "More wishes"?"""
        return any(self.cleaned_data.get(name) for name in self.FEWER)


def _needs() -> list[tuple[str, list[tuple[str, str]]]]:
    matters: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for topic, key, name in Matter.objects.values_list("topic", "key", "name"):
        matters[topic].append((f"matter.{key}", str(name)))
    return [
        (str(name), [(f"topic.{key}", _("%(topic)s: everything") % {"topic": name}), *matters[topic]])
        for topic, key, name in Topic.objects.values_list("pk", "key", "name")
    ]


def _spoken() -> list[str]:
    """Languages spoken anywhere in the region, in the order of the language row."""
    codes = Func(F("languages"), function="unnest", output_field=CharField())
    spoken = set(ServiceAtLocation.objects.order_by().values_list(codes, flat=True).distinct())
    return [code for code in NATIVE if code in spoken]

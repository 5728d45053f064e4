"""A ninja API as we publish it: guarded routes with a declared audience, strict bodies, problem documents."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from pydantic import BaseModel

from .faults import faults_of
from .guard import guarded
from .problems import BY_STATUS, MEDIA_TYPE, Fault, Problem, documented
from .strict_json import StrictParser

MoreFaults = Callable[[dict[str, Any], set[str], HttpRequest], list[Fault]]
"""(body, top-level fields that are faulty already, request) -> what else is wrong."""


class PlainJSON(JSONRenderer):
    """Letters as themselves: Arabic and Ukrainian take a third of the bytes."""

    json_dumps_params = {"ensure_ascii": False}


class BodyFaults(ValidationError):
    """ninja's error, with the model of the body."""

    body: type[BaseModel] | None = None


class PublishedAPI(NinjaAPI):
    """`@audience` on each operation is required; operations of one address must have the same."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(docs_url=None, renderer=PlainJSON(), parser=StrictParser(), **kwargs)
        self._audiences: dict[str, str] = {"openapi-json": "public", "api-root": "public"}
        self.add_exception_handler(ValidationError, _invalid)
        self.add_exception_handler(HttpError, _http_error)
        for fault in (Problem, Exception):  # to the guard, and what is nobody's fault to Django
            self.add_exception_handler(fault, _raise)

    @property
    def urls(self) -> tuple[list[URLPattern | URLResolver], str, str]:
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = guarded(pattern.callback, who=self._audiences[str(pattern.name)])
        return patterns, app, namespace

    def get_operation_url_name(self, operation: Operation, router: Router) -> str:
        name = operation.view_func.__name__
        self._audiences[name] = operation.view_func.audience  # type: ignore[attr-defined]
        return name

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        found = BodyFaults(super().validation_error_from_error_contexts(error_contexts).errors)
        for context in error_contexts:
            if context.model.__ninja_param_source__ == "body":
                found.body = next(iter(context.model.model_fields.values())).annotation
        return found

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Ninja's, with the media type of problem documents where answers are such."""
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) in BY_STATUS and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
        return schema


def _invalid(request: HttpRequest, fault: Any) -> HttpResponse:
    """422 with every fault: what the types refuse, and what the body's model knows beyond types."""
    body: Any = getattr(fault, "body", None)
    errors = faults_of(fault.errors, body)
    if more := getattr(body, "more_faults", None):
        raw = StrictParser().parse_body(request)
        faulty = {error.pointer.split("/")[1] for error in errors if error.source is None and error.pointer}
        if isinstance(raw, dict):
            errors += more(raw, faulty, request)
    raise Problem("invalid-request", errors=errors)


def _http_error(request: HttpRequest, fault: Any) -> HttpResponse:
    """ninja wraps what the body reader raises."""
    if isinstance(fault.__cause__, Problem):
        raise fault.__cause__
    raise Problem(BY_STATUS.get(fault.status_code, "bad-request"))


def _raise(request: HttpRequest, fault: Any) -> HttpResponse:
    raise fault


def answers(success: dict[int, Any], *problems: int) -> dict[int, Any]:
    """For `response=`: what it answers when all is well, and the problems it may answer with."""
    return success | documented(*problems, 503)

"""Wrong input, made of the right one: what is said to it."""

import copy

import pytest

from eindach.planning.reading import WrongInput


def faults_of(read, right, change):
    """What is said to the right request after a change."""
    request = copy.deepcopy(right)
    change(request)
    with pytest.raises(WrongInput) as wrong:
        read(request)
    return list(wrong.value.faults)


def put(pointer, value):
    """A change: set what the pointer names; - is the end of a list."""

    def change(request):
        *way, last = [int(part) if part.isdigit() else part for part in pointer.strip("/").split("/")]
        for part in way:
            request = request[part]
        if last == "-":
            request.append(value)
        else:
            request[last] = value

    return change

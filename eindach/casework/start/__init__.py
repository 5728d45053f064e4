"""The start page: what waits for whoever has signed in, board by board, as their role's task is."""

from .boards import Board, Task, add, boards

__all__ = ["Board", "Task", "add", "boards"]

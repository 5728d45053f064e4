"""The start page: what waits for whoever has signed in, board by board, as their role's task is."""

from .boards import Board, boards

__all__ = ["Board", "boards"]

"""DeletionRequest, Case, Referral."""

from .case import Case
from .deletion import DeletionRequest
from .referral import Referral

__all__ = ["Case", "DeletionRequest", "Referral"]

"""Every check there is: importing this module registers them all."""

from sync.checks import across, calibration, scheme, sent
from sync.checks.registry import CHECKS

__all__ = ["CHECKS", "across", "calibration", "scheme", "sent"]

"""The add-ins on this machine: put together, installed, looked at when something does not work."""

from sync.service.addins.building import Built, build
from sync.service.addins.doctor import Look, look
from sync.service.addins.installing import Installed, install

__all__ = ["Built", "Installed", "Look", "build", "install", "look"]

"""The fake model server, as the adapters' tests have it."""

from tests.adapters.conftest import make_model, running_server, server

__all__ = ["make_model", "running_server", "server"]

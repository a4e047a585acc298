"""The application."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Connects what is written with every finished task."""

    name = "tests.benchmarks.peers.django_viewflow.approvals"
    label = "approvals"

    def ready(self) -> None:
        """Listen to finished tasks."""
        from tests.benchmarks.peers.django_viewflow.approvals import signals  # noqa: F401

"""State, audit event and outbox row of every human step, in viewflow's own transaction."""

from django.dispatch import receiver
from viewflow.workflow.signals import task_finished

from tests.benchmarks.peers.django_viewflow.approvals.models import AuditEvent, Outbox
from tests.benchmarks.plain import MOVES

LEADS_TO = {trigger: target for trigger, _source, target, _role, _next in MOVES}


@receiver(task_finished, dispatch_uid="audit")
def write_down(sender, process, task, **_rest):
    """Write what belongs to a finished step."""
    trigger = task.flow_task.name
    target = LEADS_TO.get(trigger)
    if target is None:
        return
    source, process.state = process.state, target
    process.save(update_fields=["data"])
    said = {"dossier": process.pk, "event": trigger, "actor": task.owner_id}
    AuditEvent.objects.create(
        process_id=process.pk, actor_id=task.owner_id, event=trigger,
        from_state=source, to_state=target, payload=said,
    )  # fmt: skip
    Outbox.objects.create(topic="dossier." + trigger, payload=said)

"""The peer's application: its process, its flow, its audit and outbox rows."""

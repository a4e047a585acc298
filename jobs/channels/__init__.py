"""The ways in which a message leaves: each speaks to a gateway, and none knows its contents."""

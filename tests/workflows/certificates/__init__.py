"""The Giấy khen: granted, numbered, replaced, void."""

"""Each list of this room, declared once: its columns, what it is filtered by, its orders and views."""

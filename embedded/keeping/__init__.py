"""Backup and restore of an instance: its database, its files, the names of its settings (decision 0019)."""

"""The projects room's pages, one noun per file."""

"""The contacts room's pages, one noun per file."""

"""The crm room's pages, one noun per file."""

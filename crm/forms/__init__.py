"""What people type into the crm room's pages, one noun per file."""

"""What people type into the contacts room's pages, one noun per file."""

"""Which rows a list shows, read from its address; the same for pages, exports and the API."""

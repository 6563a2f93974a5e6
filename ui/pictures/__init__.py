"""Small pictures as SVG text: geometry in per cent, colour by class, a title and a description for those who listen.

Each draws plain values and knows nothing of projects; the page that shows one also shows its figures as a table.
"""

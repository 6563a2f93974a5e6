"""Moving in: read files as people have them, say row by row what they will do, then do it in sets.

`reading` makes sheets of text of a file; a kind, which the rooms above register with `kinds`, plans each row and
carries it out; `staging` keeps the rows of an import and their decisions in the database. The room knows no noun.
"""

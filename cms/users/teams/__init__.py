"""Who acts for an institution: members with roles, and invitations to become one.

What differs between sections stays with them: their roles, letters and how many members there
may be. An institution has its rows as ``members`` and ``invitations``.
"""

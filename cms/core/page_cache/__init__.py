"""Pages and parts of pages, kept in process memory until something they show changes.

``memory``      what is kept, with a byte limit, and forgotten by tags
``reads``       which tags a page or part depends on, taken from the SQL it runs
``changes``     tags that a commit touches, journalled in the database for every process
``follower``    the thread that applies the journal to this process's memory
``signals``     what touches which tags
``visitors``    whole pages for who is signed out, where the page cache keeps none
``lists``       list pages kept whole that way, with whatever filters
``middleware``  answers anonymous requests, before anything else does

The reasons are in ``docs/decisions/``, the whole in ``docs/architecture.md``.
"""

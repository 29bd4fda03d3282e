"""Search over everything that is public, with German and English word forms and forgiven typos.

An app adds its own things by registering a :class:`Source`; ``texts`` folds and marks words,
``index`` keeps the table that is searched, ``queries`` searches it.
"""

from cms.core.search.registry import Draft, Section, Source, register_source

__all__ = ["Draft", "Section", "Source", "register_source"]

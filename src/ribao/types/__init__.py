"""The nouns of the daily: frozen values that every stage speaks in, standard library only.

Import from the module of the noun (``from ribao.types.article import Article``).
"""

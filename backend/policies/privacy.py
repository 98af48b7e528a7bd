"""What a letter must not tell: categories and articles that rest on facts about health."""

from backend.rules import Pack
from backend.rules.expression import leaves


def private_categories(pack: Pack) -> frozenset[str]:
    """Categories that rest on facts about health: their names stay out of letters."""
    return frozenset(
        category.id
        for category in pack.categories
        if any(pack.vocabulary[leaf.fact].sensitivity == "special" for leaf in leaves(category.rule))
    )


def private_citations(pack: Pack) -> frozenset[str]:
    private = private_categories(pack)
    of_categories = {
        citation
        for category in pack.categories
        if category.id in private
        for citation in (category.citation_id, *(condition.citation_id for condition in category.conditions))
    }
    of_papers = {item.citation_id for item in pack.requirements if private & set(item.category_ids)}
    return frozenset(of_categories | of_papers)

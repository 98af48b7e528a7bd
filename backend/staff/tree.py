"""The tree of offices: a city, its counties and zones, their stations."""

from sqlalchemy import ScalarSelect, Select, select
from sqlalchemy.orm import aliased

from backend.core.unit import Unit
from backend.staff.models import OfficeRow


def offices_under(office_id: int | ScalarSelect[int | None]) -> Select[int]:
    """The ids of an office and all below it: by the tree, not by code, because zones have their own."""
    tree = select(OfficeRow.id).where(OfficeRow.id == office_id).cte(recursive=True)
    below = aliased(OfficeRow)
    tree = tree.union_all(select(below.id).join(tree, below.parent_id == tree.c.id))
    return select(tree.c.id)


def placed_name(unit: Unit, office: OfficeRow) -> str:
    """The name of an office; of a community with its street before it, as many streets have a 新村社区."""
    street = unit.services.catalogue.divisions.by_code.get(office.area[:9]) if office.level == "community" else None
    name = str(street.name) if street else ""
    return office.name if office.name.startswith(name) else name + office.name

"""WQL, the query language of WMI: from text to tree, condition and index look-up.

Free of any store: who has objects says by a :class:`Reading` how to read them.
MS-WMI 2.2.1 and the reference of WQL in the Windows SDK are the sources.
"""

from __future__ import annotations

from mofgen.provider.wql.analysis import Equality as Equality
from mofgen.provider.wql.analysis import equalities as equalities
from mofgen.provider.wql.analysis import isa_classes as isa_classes
from mofgen.provider.wql.checking import check as check
from mofgen.provider.wql.checking import selected as selected
from mofgen.provider.wql.classes import ClassInfo as ClassInfo
from mofgen.provider.wql.classes import PropertyInfo as PropertyInfo
from mofgen.provider.wql.errors import Span as Span
from mofgen.provider.wql.errors import WqlError as WqlError
from mofgen.provider.wql.evaluation import Reading as Reading
from mofgen.provider.wql.evaluation import compile_condition as compile_condition
from mofgen.provider.wql.instances import InstanceReading as InstanceReading
from mofgen.provider.wql.tree import And as And
from mofgen.provider.wql.tree import Associators as Associators
from mofgen.provider.wql.tree import Comparison as Comparison
from mofgen.provider.wql.tree import Condition as Condition
from mofgen.provider.wql.tree import Constant as Constant
from mofgen.provider.wql.tree import EventSelect as EventSelect
from mofgen.provider.wql.tree import Isa as Isa
from mofgen.provider.wql.tree import IsNull as IsNull
from mofgen.provider.wql.tree import Like as Like
from mofgen.provider.wql.tree import Not as Not
from mofgen.provider.wql.tree import Or as Or
from mofgen.provider.wql.tree import PropertyPath as PropertyPath
from mofgen.provider.wql.tree import Query as Query
from mofgen.provider.wql.tree import References as References
from mofgen.provider.wql.tree import Select as Select


def parse_wql(text: str) -> Query:
    """Read a query of any kind.

    Parameters
    ----------
    text:
        WQL. The trees of the latest queries are kept, so that repeated ones cost
        nothing.

    Returns
    -------
    The tree. A SELECT with WITHIN, or from the class of an intrinsic event, is an
    :class:`EventSelect`; for others, which look like data queries, there is
    :func:`parse_event_query`.

    Raises
    ------
    WqlError
        Where it is no WQL, or asks for what is not supported; also where it is
        longer or deeper than ``mofgen.provider.wql.limits`` allow.
    """
    # Lark and the grammar take a tenth of a second: not for those who don't query.
    from mofgen.provider.wql.parsing import parsed

    return parsed(text)


def parse_event_query(text: str) -> EventSelect:
    """Read a query that is known to ask for events, intrinsic or of the schema's own.

    Parameters and errors are those of :func:`parse_wql`; it is an error too where the
    query walks associations.
    """
    from mofgen.provider.wql.parsing import parsed

    query = parsed(text)
    if isinstance(query, Select):
        return EventSelect(
            query.class_name,
            query.properties,
            where=query.where,
            text=query.text,
            span=query.span,
        )
    if isinstance(query, EventSelect):
        return query
    raise WqlError("only SELECT asks for events", text, Span(0), ("SELECT",))

"""WQL, the query language of WMI: from text to tree, condition and index look-up.

Free of any store: who has objects gives a :class:`~.evaluation.Reading` of them.
"""

from __future__ import annotations

from mofgen.provider.wql.errors import WqlError
from mofgen.provider.wql.tree import Query


def parse_wql(text: str) -> Query:
    from mofgen.provider.wql.parsing import parsed

    return parsed(text)

"""Hypothesis strategies for references and for texts that are nearly paths."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mofgen.runtime import CimDateTime, Ref
from mofgen.runtime.names import is_name

names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True) | st.text(
    min_size=1, max_size=3
).filter(is_name)
namespaces = st.lists(
    st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), min_size=1, max_size=3
).map("/".join)
hosts = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.-]{0,8}(:[0-9]{1,5})?", fullmatch=True)
datetimes = st.sampled_from(
    [
        CimDateTime("20240229123456.000001+060"),
        CimDateTime("00000001******.******:000"),
        CimDateTime("20240229120000.00****-***"),
    ]
)
texts = st.text() | st.sampled_from(
    [
        r"\\HOST\root\cimv2:X.Name=" + '"a"',
        r"\\server\share\disk.vhdx",
        'X.B="2",A="1"',
        "20240229123456.000001+060",
        "/root/cimv2:X.Name=5",
        "//host/root:X=@",
        "100%25",
        "it's",
        "\\",
        '"',
    ]
)


def _references(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Ref[Any]]:
    values = (
        texts
        | st.integers(-(2**63), 2**64 - 1)
        | st.booleans()
        | st.floats(allow_nan=False, allow_infinity=False)
        | datetimes
        | inner
    )
    keys = st.lists(
        st.tuples(names, values),
        min_size=1,
        max_size=3,
        unique_by=lambda k: k[0].lower(),
    ).map(dict)
    places: st.SearchStrategy[dict[str, Any]] = st.one_of(
        st.just({}),
        st.fixed_dictionaries({"namespace": namespaces}),
        st.fixed_dictionaries({"namespace": namespaces, "host": hosts}),
    )
    return st.builds(lambda of, k, where: Ref(of, k, **where), names, keys, places)


references = st.recursive(_references(st.nothing()), _references, max_leaves=3)
classes = st.builds(lambda of, ns: Ref(of, {}, namespace=ns), names, namespaces)
singletons = st.builds(
    lambda of, ns: Ref(of, {}, namespace=ns, is_singleton=True), names, namespaces
)
any_references = references | classes | singletons

nearly_paths = st.text(
    alphabet=st.sampled_from(list("\\\\/:.=,@'\"X_n09-+x()%TRUE \n\0é")), max_size=40
)

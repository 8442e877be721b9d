"""The solver's functions twice: as Python over lists, at once; and compiled by Numba over arrays, fifty times as fast.

Both are the same source and give the same answer. Numba takes a second to import and half a minute to compile the first
time on a machine, so small rounds never ask for it; what it compiled is kept beside the package's other compiled files.
"""

import hashlib
import importlib
from collections.abc import Callable, MutableSequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any, TypeVar, cast

Ints = MutableSequence[int]
"""A list of whole numbers, or an array of them where the code is compiled."""

_Kernel = TypeVar("_Kernel", bound=Callable[..., Any])
_ENTRIES: set[str] = set()
_KERNELS: dict[str, FunctionType] = {}


def kernel(function: _Kernel) -> _Kernel:
    """Marks a function that exists in both forms. Kernels call kernels; their names are unique among all of them."""
    plain = cast("FunctionType", function)
    assert plain.__name__ not in _KERNELS
    _KERNELS[plain.__name__] = plain
    return function


def entry(function: _Kernel) -> _Kernel:
    """A kernel that is called from outside as well."""
    _ENTRIES.add(cast("FunctionType", function).__name__)
    return kernel(function)


def can_compile() -> bool:
    """Is Numba (the extra `scale`) installed?"""
    return find_spec("numba") is not None


def is_compiled() -> bool:
    """Is compiled code of just this source at hand, so that nobody has to wait for it?"""
    return compiled.cache_info().currsize > 0 or is_kept()


def is_kept() -> bool:
    """Is all of it kept beside the package?"""
    return can_compile() and all(any(_folder().glob(f"**/*.{name}-*.nbc")) for name in _ENTRIES)


def plain() -> SimpleNamespace:
    """The functions as they stand in the source."""
    return SimpleNamespace(**_KERNELS)


@cache
def compiled() -> SimpleNamespace:
    """The functions compiled, each calling the others compiled. Compiling happens at the first call, or is read from disk."""
    numba = importlib.import_module("numba")
    _keep_beside_the_package(numba.config)
    twins: dict[str, Any] = {}
    for name, function in _KERNELS.items():
        # The same code under a namespace in which the names of kernels mean their compiled twins.
        twin = FunctionType(function.__code__, dict(function.__globals__), name, function.__defaults__)
        # Half of the compiling would be for ways into kernels that only kernels call.
        inner = name not in _ENTRIES
        # Nothing is made in here, so nothing is to be counted: counting who uses an array (_nrt) took four fifths of the time.
        make = numba.njit(cache=True, nogil=True, _nrt=False, no_cfunc_wrapper=True, no_cpython_wrapper=inner)
        twins[name] = make(twin)
    for twin in twins.values():
        twin.py_func.__globals__.update(twins)
    return SimpleNamespace(**twins)


def _keep_beside_the_package(config: Any) -> None:
    """Numba looks at a function's own file to see whether what it kept is stale, not at those of the functions it calls;
    so the folder is named by the source of all of them. Where the package is read-only Numba finds a place itself."""
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    config.CACHE_DIR = str(folder)


@cache
def _folder() -> Path:
    files = sorted({__file__, *(function.__code__.co_filename for function in _KERNELS.values())})
    source = b"".join(Path(file).read_bytes() for file in files)
    return Path(__file__).parent / "__pycache__" / f"kernels-{hashlib.sha256(source).hexdigest()[:16]}"

"""What the operating system takes away from a SQL process: memory, files, network, priority.

DuckDB is already told to open nothing. These limits stand behind it, for the day it has a hole: on Linux the process
gives up the file system and the network for good (Landlock, since 5.13; TCP since 6.7); elsewhere the limits that
exist are set. None of it needs privileges, and none of it can be undone.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

ADDRESS_SPACE_BYTES = 3 << 30  # DuckDB maps far more than it uses: about 0.8 GB at rest
_CREATE, _RESTRICT, _VERSION = 444, 446, 1
_NO_NEW_PRIVILEGES = 38
_DIE_WITH_PARENT, _KILL = 1, 9
# file-system rights known to each version of Landlock
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}


def limit() -> None:
    """Before anything else: memory, no files written, no core dumps, low priority, gone when the server is."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; DuckDB's own memory limit holds there
        return
    _at_most(resource.RLIMIT_AS, ADDRESS_SPACE_BYTES)
    _at_most(resource.RLIMIT_FSIZE, 0)
    _at_most(resource.RLIMIT_CORE, 0)
    os.nice(10)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, _KILL, 0, 0, 0)


def _at_most(kind: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (wanted, wanted))
    except (ValueError, OSError):  # macOS refuses some of them
        return


def close_the_door() -> bool:
    """Give up opening files and sockets for the rest of this process's life; whether the system could.

    Must be called while only one thread exists: threads started later inherit it.
    """
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    if version < 1:
        return False
    rights = (1 << _RIGHTS.get(version, 16)) - 1
    network = 0b11 if version >= 4 else 0  # bind and connect
    scope = 0b11 if version >= 6 else 0  # abstract sockets and signals to others
    fields = (rights, network, scope)[: 1 if version < 4 else 2 if version < 6 else 3]
    rules = struct.pack(f"{len(fields)}Q", *fields)
    handle = system.syscall(_CREATE, rules, ctypes.c_size_t(len(rules)), ctypes.c_uint32(0))
    if handle < 0:
        return False
    try:
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(system.syscall(_RESTRICT, handle, ctypes.c_uint32(0)) == 0)
    finally:
        os.close(handle)


def environment() -> dict[str, str]:
    """What a SQL process may know of the server's environment: what it needs to start, and nothing else."""
    needed = ("SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "PYTHONPATH")
    return {name: os.environ[name] for name in needed if name in os.environ}

"""Hyper-V's behaviour on the reference provider: one module a subject."""

from mofgen.vmms.host import Vmms as Vmms

"""WS-Management as text: envelopes, faults, references, instances, parameters.

Both sides speak it, the client in :mod:`mofgen.winrm` and the server in
:mod:`mofgen.server`. Nothing here knows of HTTP, of connections or of who asks: bytes
become small frozen objects, and objects become text. The standards are DSP0226
(WS-Management), DSP0227 (its CIM binding) and DSP0230 (CIM classes as XML); where
Windows does it in another way, Microsoft's MS-WSMV says how.
"""

"""The server's side of WS-Management: requests are answered over a connection.

:class:`~mofgen.server.service.WsmanService` takes the bytes of a request and gives
those of the answer; it knows nothing of HTTP, which is in :mod:`mofgen.server.http`.
What it serves it reaches by the connection protocol of the runtime, so that it does
not matter whether that is a Hyper-V host in memory or anything else.
"""

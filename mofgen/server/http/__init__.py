"""WS-Management over HTTP and HTTPS, on aiohttp and pyspnego: ``mofgen[server]``.

:class:`~mofgen.server.http.web.HttpServer` carries messages to a
:class:`~mofgen.server.service.WsmanService` and its answers back. Who a client is,
:mod:`mofgen.server.http.authentication` finds out; how messages are encrypted,
:mod:`mofgen.server.http.encrypted_messages` knows.
"""

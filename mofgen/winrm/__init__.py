"""The client's side of WS-Management: ``connect("winrm://user@host")``.

A :class:`~mofgen.winrm.connection.WinRmConnection` makes messages of operations and
objects of answers; a :class:`~mofgen.winrm.transport.Transport` carries the messages.
"""

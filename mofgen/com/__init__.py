"""The local host of a Windows computer: ``connect("com:")``.

A :class:`~mofgen.com.connection.ComConnection` speaks to WMI by its scripting
interfaces (``SWbemServices`` and its kin), which pywin32 reaches.
"""

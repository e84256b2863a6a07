"""Running operations: short ones at once, long ones beside, waits without a thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from typing import Final

from mofgen.server.answers import Answer, Waiting
from mofgen.server.namespaces import Session
from mofgen.server.service import WsmanService

_SHORT: Final = b"http://schemas.xmlsoap.org/ws/2004/09/transfer/Get<"
"""In a message that asks for one object, which is found sooner than a thread."""


class Operations:
    """Lets a service answer in an event loop that is not to stand still.

    Parameters
    ----------
    service:
        What answers.
    workers:
        The threads for what may take long.
    """

    def __init__(self, service: WsmanService, workers: Executor) -> None:
        self._service = service
        self._workers = workers
        self._ends: set[asyncio.Event] = set()
        self._is_stopping = False

    async def answer(self, data: bytes, session: Session) -> Answer:
        """The answer to a message; where it waits for something, that is waited for.

        Parameters
        ----------
        data:
            The message.
        session:
            Who sent it.
        """
        if _SHORT in data:
            answer = self._service.answer(data, session)
        else:
            answer = await asyncio.get_running_loop().run_in_executor(
                self._workers, self._service.answer, data, session
            )
        return answer if isinstance(answer, Answer) else await self._wait(answer)

    def end_waits(self) -> None:
        """Let everything that waits be answered now."""
        self._is_stopping = True
        for each in self._ends:
            each.set()

    async def _wait(self, waiting: Waiting) -> Answer:
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()

        def wake() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(woken.set)

        waiting.wake(wake)
        self._ends.add(woken)
        try:
            async with asyncio.timeout(waiting.seconds):
                while not self._is_stopping:
                    woken.clear()
                    answer = waiting.ready()
                    if answer is not None:
                        return answer
                    await woken.wait()
        except TimeoutError:
            pass
        finally:
            self._ends.discard(woken)
        answer = waiting.ready(is_over=True)
        assert answer is not None, "what is over has an answer"
        return answer

"""Who is logged in for how long, and whose password is checked when."""

import asyncio
from collections.abc import Callable

import pytest

from rag.web.accounts import FREE_ATTEMPTS, IDLE, LONGEST, LONGEST_PAUSE, Attempts, Logins, TooManyAttempts, network


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_login_ends_when_nothing_was_asked_with_it_for_long() -> None:
    clock = Clock()
    logins = Logins(clock)
    secret = logins.begin("ada")
    clock.now += IDLE - 1
    assert logins.name(secret) == "ada"
    clock.now += IDLE - 1
    assert logins.name(secret) == "ada"
    clock.now += IDLE + 1
    assert logins.name(secret) is None


def test_a_login_ends_however_much_was_asked_with_it() -> None:
    clock = Clock()
    logins = Logins(clock)
    secret, lasting = logins.begin("ada"), logins.begin("server", lasting=True)
    end = clock.now + LONGEST
    while clock.now + IDLE / 2 < end:
        clock.now += IDLE / 2
        assert logins.name(secret) == "ada"
    clock.now = end + 1
    assert logins.name(secret) is None
    assert logins.name(lasting) == "server"


def test_a_login_is_known_by_its_secret_alone_and_can_be_ended() -> None:
    logins = Logins()
    first, second = logins.begin("ada"), logins.begin("ada")
    assert first != second
    assert len(first) >= 40
    for nobody in (None, "", "ada", first[:-1], first + "a"):
        assert logins.name(nobody) is None
        logins.end(nobody)
    logins.end(first)
    assert logins.name(first) is None
    assert logins.name(second) == "ada"


def test_what_counts_as_one_address() -> None:
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("testclient") == "testclient"


def test_each_wrong_password_beyond_the_free_ones_costs_twice_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr("rag.web.accounts.time.monotonic", clock)
    attempts = Attempts()

    async def attempt(name: str = "ada", address: str = "192.0.2.1", right: bool = False) -> None:
        async with attempts.turn(name, address) as made:
            made.ended(right)

    async def all_of_it() -> None:
        for _ in range(FREE_ATTEMPTS):
            await attempt()
        pauses = []
        for _ in range(12):
            with pytest.raises(TooManyAttempts) as refused:
                await attempt(right=True)
            pauses.append(refused.value.seconds)
            await attempt(address="192.0.2.2", right=True)
            await attempt(name="eve", right=True)
            clock.now += refused.value.seconds
            await attempt()
        assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, *[LONGEST_PAUSE] * 3]
        clock.now += LONGEST_PAUSE
        await attempt(right=True)
        for _ in range(FREE_ATTEMPTS):
            await attempt()

    asyncio.run(all_of_it())


def test_addresses_take_turns_and_one_check_is_made_at_a_time() -> None:
    attempts = Attempts()
    order: list[str] = []
    held = 0

    async def check(name: str, address: str) -> None:
        nonlocal held
        async with attempts.turn(name, address) as made:
            held += 1
            assert held == 1
            await asyncio.sleep(0)
            order.append(name)
            held -= 1
            made.ended(True)

    async def all_of_it() -> None:
        crowd = [asyncio.create_task(check(f"crowd{number}", "192.0.2.1")) for number in range(6)]
        await asyncio.sleep(0)
        await asyncio.gather(check("other", "192.0.2.2"), *crowd)

    asyncio.run(all_of_it())
    assert order.index("other") <= 3
    assert [name for name in order if name != "other"] == [f"crowd{number}" for number in range(6)]


def test_those_who_wait_longest_go_when_an_address_has_too_many_and_those_who_left_hold_up_nobody() -> None:
    attempts = Attempts()

    async def check(name: str, until: Callable[[], bool]) -> str:
        async with attempts.turn(name, "192.0.2.1") as made:
            while not until():
                await asyncio.sleep(0)
            made.ended(True)
        return name

    async def all_of_it() -> None:
        opened = asyncio.Event()
        tasks = [asyncio.create_task(check(f"name{number}", opened.is_set)) for number in range(30)]
        await asyncio.sleep(0.01)
        tasks[-2].cancel()
        opened.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert done[0] == "name0"  # whose password was being checked
        assert done[-1] == "name29"
        assert isinstance(done[-2], asyncio.CancelledError)
        refused = [number for number, one in enumerate(done) if isinstance(one, TooManyAttempts)]
        assert refused == list(range(1, len(refused) + 1))
        assert len(refused) == 21
        assert await check("name29", lambda: True) == "name29"

    asyncio.run(all_of_it())

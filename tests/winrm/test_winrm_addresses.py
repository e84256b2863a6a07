"""URLs of hosts: what they say, and what they must not."""

from __future__ import annotations

import pytest

import mofgen.runtime as cim
from mofgen.winrm.addresses import Address, read_address

PASSWORD = "s3cret/word"


class TestAUrl:
    def test_names_host_and_user_and_speaks_https(self) -> None:
        address = read_address("winrm://admin@hv.example")
        assert address == Address("hv.example", 5986, user="admin")
        assert address.ssl
        assert address.verify is True
        assert address.url == "https://hv.example:5986/wsman"

    def test_on_the_port_of_plain_http_speaks_that(self) -> None:
        address = read_address("winrm://admin@hv:5985")
        assert address.url == "http://hv:5985/wsman"
        assert address.is_protected  # by the encryption of messages

    @pytest.mark.parametrize(
        ("url", "user"),
        [
            ("winrm://LAB%5Cadmin@hv", "LAB\\admin"),
            ("winrm://admin%40lab.example@hv", "admin@lab.example"),
            ("winrm://hv?user=LAB\\admin", "LAB\\admin"),
            ("winrm://hv?transport=kerberos", None),
        ],
    )
    def test_may_name_a_user_of_a_domain(self, url: str, user: str | None) -> None:
        assert read_address(url).user == user

    def test_may_say_how_to_speak(self) -> None:
        address = read_address(
            "winrm://a@[fe80::1]:443/elsewhere?transport=NTLM&verify=/ca.pem"
            "&namespace=root/cimv2&timeout=5&retries=0&envelope_size=9000"
        )
        assert address.transport == "ntlm"
        assert address.verify == "/ca.pem"
        assert address.namespace == "root/cimv2"
        assert (address.timeout, address.retries) == (5.0, 0)
        assert address.envelope_size == 9000
        assert address.url == "https://[fe80::1]:443/elsewhere"

    def test_counts_less_than_an_option(self) -> None:
        address = read_address("winrm://a@hv?timeout=5", {"timeout": 7, "ssl": False})
        assert address.timeout == 7.0
        assert address.url == "http://hv:5985/wsman"

    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("winrm:", "names no host"),
            ("winrm://a@hv:port", "can't be read"),
            ("winrm://a@hv?transport=nltm", "did you mean 'ntlm'"),
            ("winrm://a@hv?transprot=ntlm", "did you mean 'transport'"),
            ("winrm://a@hv?ssl=maybe", "ssl='maybe' can't be"),
            ("winrm://a@hv?timeout=0", "timeout='0' can't be"),
            ("winrm://a@hv?timeout=nan", "timeout='nan' can't be"),
            ("winrm://a@hv?retries=-1", "retries='-1' can't be"),
            ("winrm://a@hv?envelope_size=80", "envelope_size='80' can't be"),
            ("winrm://a@hv?ssl", "can't be read"),
        ],
    )
    def test_that_cannot_be_is_refused_with_the_reason(
        self, url: str, why: str
    ) -> None:
        with pytest.raises(cim.ConnectError, match="winrm: ") as refused:
            read_address(url)
        assert why in str(refused.value)


class TestWhatIsNotSafe:
    def test_basic_over_plain_http_has_to_be_asked_for_by_name(self) -> None:
        with pytest.raises(cim.ConnectError, match="allow_unencrypted=true"):
            read_address("winrm://a@hv:5985?transport=basic")
        asked = "winrm://a@hv:5985?transport=basic&allow_unencrypted=true"
        assert not read_address(asked).is_protected

    def test_basic_over_https_is_safe(self) -> None:
        assert read_address("winrm://a@hv?transport=basic").is_protected

    def test_a_certificate_needs_https(self) -> None:
        with pytest.raises(cim.ConnectError, match="needs HTTPS"):
            read_address("winrm://hv:5985?transport=certificate")

    def test_a_password_has_no_place_in_a_url(self) -> None:
        with pytest.raises(cim.ConnectError, match="password=") as refused:
            read_address(f"winrm://admin:{PASSWORD.replace('/', '%2F')}@hv")
        assert "s3cret" not in str(refused.value)

    @pytest.mark.parametrize("url", ["winrm://admin:s3cret@hv:x", "winrm://a:s3cret@["])
    def test_nor_is_one_repeated_from_a_url_that_cannot_be_read(self, url: str) -> None:
        with pytest.raises(cim.ConnectError) as refused:
            read_address(url)
        assert "s3cret" not in str(refused.value)


class TestConnecting:
    @pytest.mark.parametrize(
        ("url", "options", "why"),
        [
            ("winrm://hv?transport=basic", {}, "needs a user"),
            ("winrm://admin@hv?transport=basic", {}, "the option password="),
            ("winrm://hv?transport=certificate", {}, "certificate= and key="),
            ("winrm://admin@hv", {"package": "no_such"}, "cannot be imported"),
            ("winrm://admin@hv", {"pasword": "x"}, "no option 'pasword'"),
        ],
    )
    def test_says_what_is_missing(
        self, url: str, options: dict[str, str], why: str
    ) -> None:
        with pytest.raises(cim.ConnectError, match=why):
            cim.connect(url, **options)

    def test_asks_nothing_of_the_host_yet(self) -> None:
        with cim.connect("winrm://admin@nowhere.invalid", password=PASSWORD):
            pass

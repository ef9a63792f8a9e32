"""Keys, certificates and JSON as people paste them; OpenSSL and Python judge what is sent."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot.errors import InvalidInput
from bot.polytomic import forms

if TYPE_CHECKING:
    from bot.models import Field

HIDDEN = "MIIEvQIBADAN"
PARAMETERS = {
    "PKCS8": ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
    "EC": ["ecparam", "-name", "prime256v1", "-genkey", "-noout"],
}


def field(name: str = "private_key", **about: Any) -> Field:
    """Make the only question of a form."""
    schema = {"properties": {name: {"type": "string", "sensitive": True} | about}}
    (one,) = forms.fields(schema, "anything")
    return one


def sent(one: Field, text: str) -> Any:
    """Return what Polytomic gets for what is pasted."""
    return forms.configuration([one], {one.name: SecretStr(text)})[one.name]


@cache
def key(kind: str) -> str:
    """Have OpenSSL make a key."""
    return openssl(*PARAMETERS[kind])


def openssl(*arguments: str, given: str = "") -> str:
    """Run OpenSSL, which must not complain."""
    program = shutil.which("openssl") or "openssl"
    done = subprocess.run([program, *arguments], input=given, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return done.stdout


@pytest.mark.parametrize("kind", PARAMETERS)
@pytest.mark.parametrize(
    "lose",
    [
        lambda pem: pem,
        lambda pem: pem.replace("\n", " "),
        lambda pem: pem.replace("\n", ""),
        lambda pem: pem.replace("\n", "\\n"),
        json.dumps,
        lambda pem: pem.replace("\n", "\r\n"),
        lambda pem: f"\n  {pem.replace(chr(10), chr(10) + '   ')}\n",
    ],
    ids=["whole", "spaces", "nothing", "literal", "quoted", "windows", "indented"],
)
def test_lost_line_breaks_are_put_back(kind: str, lose: Any) -> None:
    """A one-line input, a JSON file and a shell each lose them in their own way; OpenSSL reads the result."""
    mended = sent(field(), lose(key(kind)))
    assert mended.strip() == key(kind).strip()
    assert "PRIVATE KEY" in openssl("pkey", given=mended)


def test_several_blocks_are_put_back_together() -> None:
    """A certificate comes with its chain, and an old EC key with its parameters."""
    chain = "".join(key(kind) for kind in PARAMETERS)
    assert sent(field("client_certificate"), chain.replace("\n", " ")).strip() == chain.strip()


def test_a_certificate_is_still_one() -> None:
    """Python's own reader takes it."""
    pem = ssl.DER_cert_to_PEM_cert(bytes(range(256)))
    mended = sent(field("ca_cert"), pem.replace("\n", " "))
    assert ssl.PEM_cert_to_DER_cert(mended) == bytes(range(256))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda pem: pem.partition("-----END")[0], "without its END line"),
        (lambda pem: pem.partition("PRIVATE KEY-----\n")[2], "first line is missing"),
        (lambda pem: pem[:60] + "…" + pem[80:], "a part of it is missing"),
        (
            lambda pem: pem.replace("\n", " ").replace(
                "PRIVATE KEY-----", "PRIVATE KEY----- Proc-Type: 4,ENCRYPTED", 1
            ),
            "headers ran together",
        ),
        (lambda pem: pem[:60] + pem[61:], "a part of it is missing"),
        (lambda pem: pem.replace("\n", " ")[:60] + pem.replace("\n", " ")[61:], "a part of it is missing"),
        (lambda _: "ssh-rsa AAAAB3NzaC1yc2E ana@example.com", "public key"),
        (lambda _: "PuTTY-User-Key-File-2: ssh-rsa", "PuTTYgen"),
    ],
)
def test_a_key_that_cannot_be_mended_is_explained(damage: Any, said: str) -> None:
    """Nobody finds out from “invalid key” that a line is missing; no word of the key is repeated."""
    pem = key("PKCS8")
    with pytest.raises(InvalidInput) as caught:
        sent(field(), damage(pem))
    words = f"{caught.value.message} {caught.value.guidance}"
    assert said in words
    assert caught.value.field == "private_key"
    assert not any(line in words for line in pem.splitlines()[1:-1])
    assert sent(field(), pem)


def test_an_encrypted_old_key_with_its_lines_stays_as_it_is() -> None:
    """Its headers are part of it."""
    headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB"
    pem = f"-----BEGIN RSA PRIVATE KEY-----\n{headers}\n\nQUJD\n-----END RSA PRIVATE KEY-----"
    assert sent(field(), pem).strip() == pem


def test_a_key_of_another_format_is_left_to_polytomic() -> None:
    """Some services have keys that are no PEM."""
    assert sent(field("api_key"), "  sk_live_1 ") == "  sk_live_1 "


ACCOUNT = {"type": "service_account", "private_key": "-----BEGIN\nline\n", "name": "é"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ACCOUNT),
        f"\ufeff{json.dumps(ACCOUNT, indent=2)}\n",
        json.dumps(ACCOUNT).replace("\\n", "\n"),  # real line breaks inside a string
    ],
    ids=["compact", "indented", "broken lines"],
)
def test_a_json_key_means_what_it_meant(text: str) -> None:
    """It is sent as text; line breaks that an editor put inside a string are mended."""
    assert json.loads(sent(field("service_account"), text)) == ACCOUNT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (json.dumps(ACCOUNT)[:-1], "line 1, character"),
        ("{'type': 1}", "line 1, character 2"),
        ("{“type”: 1}", "curly quotation marks"),
        ("/home/ana/key.json", "not its name"),
        (HIDDEN, "not its name"),
        ('["a list"]', "begins with {"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": NaN}', "no JSON"),
    ],
)
def test_what_is_no_json_key_is_explained(text: str, said: str) -> None:
    """Where it breaks is told, and nothing of what it says."""
    with pytest.raises(InvalidInput) as caught:
        sent(field("service_account"), text)
    words = f"{caught.value.message} {caught.value.guidance}"
    assert said in words
    assert caught.value.field == "service_account"
    assert HIDDEN not in words
    assert "ana" not in words


def test_a_body_may_be_any_json() -> None:
    """`format: json` says nothing of braces."""
    assert sent(field("body", format="json"), "[1, 2]") == "[1, 2]"
    with pytest.raises(InvalidInput, match="no JSON"):
        sent(field("body", format="json"), "[1, 2")

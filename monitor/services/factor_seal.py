"""The secrets of second factors, sealed: whoever has the database alone makes no code of them.

A code is computed from its secret, so the secret cannot be kept as a hash. It is kept under
AES-256-GCM with a key that lies in a file of its own and in no backup, bound to its person.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from monitor.services.house import House
from monitor.store import second_factors
from monitor.store.door import every_clinic
from monitor.store.factor_key import FactorKey

SEALED = "sealed-1."
_NONCE = 12


def sealed(key: FactorKey, clinic_id: str, person_id: str, secret: str) -> str:
    """What is kept of a secret; makes the key's file where there is none."""
    nonce = secrets.token_bytes(_NONCE)
    inside = AESGCM(key.made()).encrypt(nonce, secret.encode(), _owner(clinic_id, person_id))
    return SEALED + b64encode(nonce + inside).decode()


def opened(key: FactorKey, clinic_id: str, person_id: str, kept: str) -> str | None:
    """The secret; None where the key is missing, is another one, or the row is somebody else's.

    What an earlier version kept in clear is answered as it is.
    """
    if not kept.startswith(SEALED):
        return kept
    there = key.read()
    if there is None:
        return None
    try:
        raw = b64decode(kept.removeprefix(SEALED), validate=True)
        inside = AESGCM(there).decrypt(raw[:_NONCE], raw[_NONCE:], _owner(clinic_id, person_id))
    except (ValueError, InvalidTag):
        return None
    return inside.decode()


def seal_what_is_clear(house: House) -> int:
    """Seal what an earlier version kept in clear; answers how many secrets no key opens."""
    lost = 0
    for clinic_id in every_clinic(house.engine):
        with house.reading(clinic_id) as look:
            kept = second_factors.secrets_kept(look)
        clear = {each: told for each, told in kept.items() if not told.startswith(SEALED)}
        lost += sum(opened(house.factor_key, clinic_id, *one) is None for one in kept.items())
        if not clear:
            continue
        with house.writing(clinic_id) as work:
            for person_id, told in clear.items():
                new = sealed(house.factor_key, clinic_id, person_id, told)
                second_factors.reseal(work, person_id, told, new)
            work.commit(changes=False, heartbeat=True)
    return lost


def _owner(clinic_id: str, person_id: str) -> bytes:
    return f"{clinic_id} {person_id}".encode()

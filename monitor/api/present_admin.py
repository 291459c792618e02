"""From the values of administration to the bodies of the interface. Pure."""

from __future__ import annotations

from monitor.api.schemas.admin import (
    ChairKeptShown,
    ClinicShown,
    PersonShown,
    ProtocolChoiceShown,
    QuantityShown,
    SignInShown,
)
from monitor.clinical.protocol import Quantity
from monitor.services.admin_views import (
    ChairKept,
    ClinicKept,
    OpenSignIn,
    PersonKept,
    ProtocolChoice,
)


def show_person(person: PersonKept) -> PersonShown:
    """Turn a person into its body."""
    return PersonShown(
        id=person.id,
        login=person.login,
        name=person.name,
        roles=sorted(person.roles),
        phone=person.phone,
        active=person.active,
        may_override=person.may_override,
        signs_protocols=person.signs_protocols,
        has_pin=person.has_pin,
        password_temporary=person.password_temporary,
        pin_temporary=person.pin_temporary,
        has_second_factor=person.has_second_factor,
        added_at=person.added_at,
        revision=person.revision,
    )


def show_sign_in(one: OpenSignIn) -> SignInShown:
    """Turn a sign-in into its body."""
    return SignInShown.model_validate(one)


def show_chair(chair: ChairKept) -> ChairKeptShown:
    """Turn a chair into its body."""
    return ChairKeptShown.model_validate(chair)


def show_clinic(clinic: ClinicKept) -> ClinicShown:
    """Turn the clinic's settings into their body."""
    return ClinicShown(
        name=clinic.name,
        zone=clinic.zone,
        second_factor_roles=sorted(clinic.second_factor_roles),
        revision=clinic.revision,
    )


def show_choice(choice: ProtocolChoice) -> ProtocolChoiceShown:
    """Turn a protocol with what the clinic decided into its body."""
    protocol = choice.protocol
    return ProtocolChoiceShown(
        id=protocol.id,
        title=protocol.title,
        version=protocol.version,
        offered=choice.offered,
        overridable=[rule.id for rule in protocol.rules.values() if rule.override],
        withheld=sorted(choice.withheld),
        numbers=[_show_quantity(number) for number in protocol.quantities],
        revision=choice.revision,
    )


def _show_quantity(number: Quantity) -> QuantityShown:
    return QuantityShown(
        path=number.path, value=str(number.value), unit=number.unit, source=number.source
    )

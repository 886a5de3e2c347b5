"""The conversation with OpenID Connect providers, in the words of Authlib."""

from typing import Any

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from workgroups.core.settings import Provider, Settings
from workgroups.people.commands import Account
from workgroups.people.oidc import Unconfirmed
from workgroups.web.urls import url

REFUSALS = (OAuthError, JoseError, httpx2.HTTPError, KeyError, RuntimeError, ValueError)
"""How a provider that is away, says no, or says something that does not verify shows itself."""


class Clients:
    """A client for each configured provider, whose metadata and keys are fetched when first needed."""

    def __init__(self, settings: Settings) -> None:
        self.public_url = settings.public_url
        self.registry = OAuth()
        for name, provider in settings.oidc.items():
            self.registry.register(
                name,
                client_id=provider.client_id,
                client_secret=provider.client_secret.get_secret_value(),
                server_metadata_url=provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
                client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
            )

    async def leave(self, request: Request, provider: Provider) -> Response:
        """To the provider. Raises `Unconfirmed` when it does not answer."""
        client = self.registry.create_client(provider.name)
        back = self.public_url + url("people:come_back", provider=provider.name)
        try:
            response: Response = await client.authorize_redirect(request, back, response_mode="query")
        except REFUSALS as problem:
            raise Unconfirmed(repr(problem)) from problem
        return response

    async def account(self, request: Request, provider: Provider) -> Account:
        """Who the provider says came back. Raises `Unconfirmed` when anything does not verify."""
        if (
            request.query_params.get("iss", provider.issuer) != provider.issuer
        ):  # RFC 9207: an answer may name its issuer
            raise Unconfirmed("the answer is another issuer's")
        client = self.registry.create_client(provider.name)
        expected = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "values": [provider.client_id]},
        }
        try:
            claims = (await client.authorize_access_token(request, claims_options=expected))["userinfo"]
        except REFUSALS as problem:
            raise Unconfirmed(repr(problem)) from problem
        return Account(provider.issuer, claims["sub"], trusted_address(claims, provider))


def trusted_address(claims: dict[str, Any], provider: Provider) -> str | None:
    """The e-mail address, when the provider has verified it and may speak for its domain."""
    address = str(claims.get("email", "")).lower()
    allowed = address.rpartition("@")[2] in {domain.lower() for domain in provider.domains}
    return address if allowed and claims.get("email_verified") is True else None

"""Webhooks as the description of the interface tells of them (OpenAPI 3.1, `webhooks`)."""

from typing import Any

from cchc.organisation.webhooks import PING, events

_HEADERS = {
    "webhook-id": "The name of the message, the same however often it is sent: keep it and drop a repetition.",
    "webhook-timestamp": "Seconds of Unix time at which it is sent; refuse what is older than five minutes.",
    "webhook-signature": "`v1,` and Base64 of HMAC-SHA-256 over `id.timestamp.body`; several, separated by spaces, "
    "while a secret is being changed. The key is what stands behind `whsec_` in the secret, in Base64.",
    "X-CCHC-Repeated": "`possibly`, where the message may have arrived before.",
}
_BODY = {
    "type": "object",
    "title": "Happened",
    "required": ["type", "id", "timestamp", "data"],
    "properties": {
        "type": {"type": "string", "examples": ["task.changed"]},
        "id": {"type": "string", "description": "The name of what happened, the same for every webhook."},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": {
            "type": "object",
            "properties": {
                "id": {"type": "integer", "description": "The key of the record."},
                "url": {"type": "string", "format": "uri", "description": "Where this interface shows the record."},
            },
        },
    },
}


def describe(told: dict[str, Any]) -> dict[str, Any]:
    """The description with every event that a webhook can be told of."""
    told["components"]["schemas"]["Happened"] = _BODY
    trial = (PING, "A trial, sent when the owner of a webhook asks for it; `data` names the webhook.")
    named = [trial, *((one.code, one.summary) for one in events())]
    told["webhooks"] = {code: {"post": _operation(code, summary)} for code, summary in named}
    return told


def _operation(code: str, summary: str) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "header", "required": name != "X-CCHC-Repeated", "description": said,
         "schema": {"type": "string"}}
        for name, said in _HEADERS.items()
    ]  # fmt: skip
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Happened"}}}}
    return {
        "operationId": f"told_{code.replace('.', '_')}", "summary": summary, "tags": ["webhooks"],
        "parameters": parameters, "requestBody": body,
        "responses": {
            "2XX": {"description": "Taken. Anything else, a redirect too, is a failure and is tried again."},
            "410": {"description": "Not wanted any more: the webhook is paused."},
        },
    }  # fmt: skip

"""The bodies of the machine interface, as the OpenAPI document declares them."""

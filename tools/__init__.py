"""What the commands of the Makefile run; no part of the product."""

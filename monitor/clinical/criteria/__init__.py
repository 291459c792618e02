"""The discharge criteria, one function each; ``monitor.clinical.readiness`` lists them."""

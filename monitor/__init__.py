"""The post-infusion monitor: observation, alerts and discharge readiness after ketamine."""

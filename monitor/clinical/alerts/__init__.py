"""Alerts: what each code looks at, its episodes, and whether somebody has answered."""

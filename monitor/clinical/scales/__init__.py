"""The scales: NEWS2, Aldrete, MPADSS, CADSS-6, PHQ-9. Totals are computed, never typed."""

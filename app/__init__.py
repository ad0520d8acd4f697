"""BiMediX Desk: an offline, bilingual (Arabic and English) desk for taking a medical history."""

__version__ = "0.1.0"

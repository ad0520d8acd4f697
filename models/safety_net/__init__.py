"""Learns the safety net under the alarm rules (app/intake/net.py) from labelled messages."""

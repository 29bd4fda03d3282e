"""Blocks that show live values. What they show is read by the tags of their templates."""

from hardware_bridge.blocks.live import LiveBodyBlock

__all__ = ["LiveBodyBlock"]

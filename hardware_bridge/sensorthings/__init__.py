"""Devices by OGC SensorThings 1.1 (document 18-088), Sensing part, for reading alone.

A Thing is a public device, a Datastream one of its public measures (``device-channel-measure``), an
Observation a value of a reading. Paths go one step from an entity (``Things(5)/Datastreams``), and
``$expand`` one level.
"""

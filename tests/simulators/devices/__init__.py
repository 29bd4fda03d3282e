"""A park of machines that speak MQTT: containers, lights and lockers. See README.md."""

"""The speed of the scalar engine beside other rule engines: ``make bench``.

``source`` says what a bench policy is made of, ``generate`` makes 20 of them
from a seed, ``to_yaml``, ``to_zen`` and ``to_durable`` write the same policies
for three engines, ``__main__`` measures. ``whole_process`` and ``validation``
measure commands as processes.
"""

"""Builds from nothing: setuptools copies into ``build/`` and never takes away.

A rule deleted from ``rules/`` but left in an old ``build/`` would otherwise
still be in the next wheel, and be paid. All else is in ``setup.cfg``.
"""

import os
import shutil

from setuptools import setup
from setuptools.command.build import build


class FreshBuild(build):
    """Removes our package from where wheels are gathered before gathering it."""

    def run(self):
        unfinished_wheel = os.path.join(self.get_finalized_command("bdist").bdist_base, "wheel")
        for folder in (self.build_lib, unfinished_wheel):
            stale = os.path.join(folder, "eligibility")
            if os.path.isdir(stale):
                shutil.rmtree(stale)
        super().run()


setup(cmdclass={"build": FreshBuild})

"""The learning platform on international social security standards. The factory is in `learning.app`."""

"""Braze's Liquid on python-liquid: own scanner, own expressions, own clock, and limits that hold."""

from app.messages.liquid.environment import Outcome, compile_template, render

__all__ = ["Outcome", "compile_template", "render"]

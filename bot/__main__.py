"""`python -m bot` is `polytomic-bot`."""

from bot.cli import main

main()

"""The command `workgroups`."""

import gc


def main() -> None:
    """Run the command line.

    What it imports stays, and looking through that for garbage while it comes takes a fifth of the start.
    """
    gc.disable()
    from workgroups.cli import cli  # noqa: PLC0415 - what is imported at the top comes before the line above

    gc.freeze()
    gc.enable()
    cli()


if __name__ == "__main__":
    main()

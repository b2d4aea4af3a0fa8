"""Every network call, one folder each; none is made unless the user asked for it.

Each provider is imported by its own name, so that none is loaded unasked.
"""

__all__: list[str] = []

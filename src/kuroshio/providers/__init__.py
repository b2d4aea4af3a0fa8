"""Every network call, one folder each; none is made unless the user asked for it."""

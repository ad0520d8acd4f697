"""The models the desk knows: what each is, where its files are, and how they come here and go."""

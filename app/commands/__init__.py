"""What each command does. A command takes the parsed arguments and returns its exit status."""

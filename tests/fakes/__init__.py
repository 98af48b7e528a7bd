"""Stand-ins for the outside world, each speaking its real protocol over loopback."""

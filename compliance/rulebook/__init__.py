"""Rule packs: policy files read and checked, stored as packs, explained on the command line."""

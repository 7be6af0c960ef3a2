"""What the daily tells other programs: feeds in three formats, the list of them, the map of the site."""

"""The staff's door: pages and JSON by which campaigns are written, approved, watched and accounted for."""

"""Forms of the culture section."""

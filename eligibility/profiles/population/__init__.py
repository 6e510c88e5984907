"""Many enterprises as columns: tables read into slices of typed facts."""

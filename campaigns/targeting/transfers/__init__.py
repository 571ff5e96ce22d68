"""Where the votes of one election went in another: shares between classes of stations, never of people."""

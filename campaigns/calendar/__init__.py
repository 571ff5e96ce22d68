"""Who comes to which outing: public pages to sign up, outings that come back each week, expected against present."""

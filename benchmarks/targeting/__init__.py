"""A door-to-door campaign played in invented towns whose truth is known: what is the product's ranking worth?"""

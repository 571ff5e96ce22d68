"""The walking network: streets with two pavements each, crossings that cost, addresses on their own side. Pure.

Every street is walked along its left or its right side. Around a crossroads lie as many corners as streets meet there;
a walk goes from corner to corner along a pavement for its metres, or across a street for what crossing it costs.
So two doors that face each other over a boulevard are far apart, and over a lane next to each other.
"""

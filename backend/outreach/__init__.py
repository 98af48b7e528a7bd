"""Letters to citizens: written with the decision they tell about."""

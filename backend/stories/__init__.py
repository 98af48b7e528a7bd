"""典型案例 (新余 第七条第（四）项): stories of people who were helped, told with their consent and not a day longer."""

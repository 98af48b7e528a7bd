"""限时办结 (第七条第三款): what each office promises for each step, from which day, and the days that count."""

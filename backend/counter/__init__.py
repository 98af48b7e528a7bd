"""代办 at the counter: officers of stations and communities enter applications for residents who cannot do it themselves."""

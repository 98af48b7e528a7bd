"""Recognition without an application, with the unemployment registration (穗人社发〔2014〕4号 第四条)."""

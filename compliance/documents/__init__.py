"""Documents made from data: PDF by typst, calendar files. Nothing here knows a feature."""

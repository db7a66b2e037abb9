"""The pages of the working calendar: years, days, office hours and rules, import, cross-check, recounting."""

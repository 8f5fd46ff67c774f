"""Outside formats: application files in, with row numbers; refused rows and the template out."""

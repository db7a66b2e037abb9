"""What signing in stands on: counting failures, one-time codes, sealing, devices. No writes, no pages."""

"""Who carries messages: the local phone simulator, Twilio."""

"""The residents' door over HTTP: the chat page, the chat, the assessment, and what operators watch."""

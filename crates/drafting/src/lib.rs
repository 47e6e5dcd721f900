//! Transcript to drafted note: templates, prompts, grammar, the extractive drafter.

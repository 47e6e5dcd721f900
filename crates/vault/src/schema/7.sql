-- The run of the program that makes the transcript beside the one in use, or drafts from it. None where nobody does.
ALTER TABLE transcripts ADD COLUMN run TEXT;
CREATE INDEX transcripts_at_work ON transcripts (run) WHERE run IS NOT NULL;

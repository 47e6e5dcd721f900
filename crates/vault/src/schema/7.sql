-- The run of the program that makes a transcript that was asked for again, or drafts from it. None where nobody does. An earlier run
-- that is still here was cut short.
ALTER TABLE transcripts ADD COLUMN run TEXT;
CREATE INDEX transcripts_at_work ON transcripts (run) WHERE run IS NOT NULL;

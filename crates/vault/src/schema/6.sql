-- The transcript that lacks a stretch of what was recorded. None: the recording itself lacks it.
ALTER TABLE gaps ADD COLUMN transcript TEXT REFERENCES transcripts (id);

-- The transcript that lacks a stretch of what was recorded. None: the recording itself lacks it.
ALTER TABLE gaps ADD COLUMN transcript TEXT REFERENCES transcripts (id);

-- Up to when everything that was to be recorded is stored or a gap, however old the last sound is. None in a pause: nothing is to be
-- recorded.
ALTER TABLE recordings ADD COLUMN accounted_to TEXT;
UPDATE recordings SET accounted_to = began_at;

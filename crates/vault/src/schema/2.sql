-- When the last sample of a chunk was heard, ms since 1970 UTC; 0 where an earlier version did not say.
ALTER TABLE audio_chunks ADD COLUMN heard_ms INTEGER NOT NULL DEFAULT 0;

-- What is missing from recordings. No length: not known.
CREATE TABLE gaps (
    id        INTEGER PRIMARY KEY,
    encounter TEXT NOT NULL REFERENCES encounters (id),
    at_ms     INTEGER NOT NULL,
    length_ms INTEGER,
    cause     TEXT NOT NULL
) STRICT;
CREATE INDEX gaps_by_encounter ON gaps (encounter);

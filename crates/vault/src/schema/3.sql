-- How this practice works, as JSON: one row at most.
CREATE TABLE settings (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    json TEXT NOT NULL
) STRICT;

-- The language that was spoken, once it is known.
ALTER TABLE transcripts ADD COLUMN language TEXT;

-- The transcript that a version of a note cites. None: the encounter's first, for there was only one.
ALTER TABLE note_versions ADD COLUMN transcript TEXT REFERENCES transcripts (id);

-- How the draft was made that a version of a note goes back to, sealed like the note. None: not known.
ALTER TABLE note_versions ADD COLUMN card BLOB;

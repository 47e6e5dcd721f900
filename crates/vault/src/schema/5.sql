-- Who wrote each line of the jottings, in their order, as JSON. None, of all or of a line: an earlier version did not say.
ALTER TABLE encounters ADD COLUMN jottings_by TEXT;

-- Who began a recording, and so who dictates in a dictation. None: an earlier version did not say.
ALTER TABLE recordings ADD COLUMN began_by TEXT REFERENCES users (id);

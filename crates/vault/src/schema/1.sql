-- Columns named `sealed` hold AES-256-GCM under the key of the patient concerned; see patients.rs.

CREATE TABLE users (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- A user has one key at a time; recovery retires it, for its seed is sealed under the passphrase that was lost.
CREATE TABLE signing_keys (
    public_key  BLOB PRIMARY KEY,
    user        TEXT NOT NULL REFERENCES users (id),
    sealed_seed BLOB,
    created_at  TEXT NOT NULL,
    retired_at  TEXT
) STRICT;
CREATE UNIQUE INDEX one_current_key ON signing_keys (user) WHERE retired_at IS NULL;

-- Erasing a patient removes the wrapped key, and with it the meaning of everything sealed under it.
CREATE TABLE patients (
    id          TEXT PRIMARY KEY,
    wrapped_key BLOB,
    sealed      BLOB,
    erased_at   TEXT,
    CHECK ((wrapped_key IS NULL) = (erased_at IS NOT NULL)),
    CHECK ((sealed IS NULL) = (erased_at IS NOT NULL))
) STRICT;

CREATE TABLE encounters (
    id          TEXT PRIMARY KEY,
    patient     TEXT NOT NULL REFERENCES patients (id),
    start_ms    INTEGER NOT NULL,
    sealed      BLOB NOT NULL,
    jottings    BLOB,
    jottings_at TEXT
) STRICT;
CREATE INDEX encounters_by_start ON encounters (start_ms);
CREATE INDEX encounters_by_patient ON encounters (patient);

CREATE TABLE recordings (
    id        INTEGER PRIMARY KEY,
    encounter TEXT NOT NULL REFERENCES encounters (id),
    run       TEXT NOT NULL,
    began_at  TEXT NOT NULL,
    ended_at  TEXT
) STRICT;
CREATE UNIQUE INDEX one_open_recording ON recordings (encounter) WHERE ended_at IS NULL;

CREATE TABLE audio_chunks (
    id          INTEGER PRIMARY KEY,
    encounter   TEXT NOT NULL REFERENCES encounters (id),
    seq         INTEGER NOT NULL,
    start_ms    INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    encoding    TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    UNIQUE (encounter, seq)
) STRICT;

CREATE TABLE transcripts (
    id                TEXT PRIMARY KEY,
    encounter         TEXT NOT NULL REFERENCES encounters (id),
    model             TEXT NOT NULL,
    started_at        TEXT NOT NULL,
    finished          INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1)),
    transcribed_to_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX transcripts_by_encounter ON transcripts (encounter);

CREATE TABLE segments (
    transcript TEXT NOT NULL REFERENCES transcripts (id),
    seq        INTEGER NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (transcript, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE notes (
    id        TEXT PRIMARY KEY,
    encounter TEXT NOT NULL UNIQUE REFERENCES encounters (id)
) STRICT;

CREATE TABLE note_versions (
    note     TEXT NOT NULL REFERENCES notes (id),
    version  INTEGER NOT NULL,
    engine   TEXT NOT NULL,
    author   TEXT NOT NULL REFERENCES users (id),
    saved_at TEXT NOT NULL,
    sealed   BLOB NOT NULL,
    PRIMARY KEY (note, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER note_versions_stay BEFORE UPDATE ON note_versions
BEGIN SELECT raise(ABORT, 'note versions are never changed'); END;
CREATE TRIGGER note_versions_remain BEFORE DELETE ON note_versions
BEGIN SELECT raise(ABORT, 'note versions are never removed'); END;

-- `sealed` holds the very bytes that were signed.
CREATE TABLE signatures (
    note       TEXT PRIMARY KEY REFERENCES notes (id),
    encounter  TEXT NOT NULL UNIQUE REFERENCES encounters (id),
    version    INTEGER NOT NULL,
    public_key BLOB NOT NULL REFERENCES signing_keys (public_key),
    signature  BLOB NOT NULL,
    signed_at  TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    FOREIGN KEY (note, version) REFERENCES note_versions (note, version)
) STRICT;
CREATE TRIGGER signatures_stay BEFORE UPDATE ON signatures
BEGIN SELECT raise(ABORT, 'signatures are never changed'); END;
CREATE TRIGGER signatures_remain BEFORE DELETE ON signatures
BEGIN SELECT raise(ABORT, 'signatures are never removed'); END;

CREATE TABLE exports (
    id        INTEGER PRIMARY KEY,
    encounter TEXT NOT NULL REFERENCES signatures (encounter),
    format    TEXT NOT NULL,
    actor     TEXT NOT NULL REFERENCES users (id),
    at        TEXT NOT NULL
) STRICT;

CREATE TABLE audit_events (
    seq       INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    actor     TEXT,
    action    TEXT NOT NULL,
    subject   TEXT,
    detail    TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash      BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_events
BEGIN SELECT raise(ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_events_remain BEFORE DELETE ON audit_events
BEGIN SELECT raise(ABORT, 'audit events are never removed'); END;

// The one door between the screens and Rust. The types have the names and shapes of those that Rust generates into
// bindings.ts; the codes of errors are the ones that the screens were written for, Rust knows more.

export type AppError = { code: ErrorCode; message: string; advice: string | null };
export type ErrorCode =
	| 'wrong_passphrase'
	| 'locked'
	| 'vault_missing'
	| 'vault_damaged'
	| 'keyring_unavailable'
	| 'disk_full'
	| 'no_microphone'
	| 'microphone_lost'
	| 'no_consent'
	| 'unresolved'
	| 'not_signed'
	| 'already_signed'
	| 'model_missing'
	| 'model_unusable'
	| 'not_allowed'
	| 'not_found'
	| 'invalid_input'
	| 'internal';

export type Role = 'clinician' | 'scribe';
export type User = { id: string; name: string; role: Role };
export type VaultState = 'absent' | 'locked' | 'open';
export type ModelView = { id: string; name: string; test_only: boolean; note: string };
export type AppStatus = {
	version: string;
	vault: VaultState;
	user: User | null;
	user_name: string | null; // shown at unlock
	keyring_available: boolean;
	keyring_message: string | null;
	speech_model: ModelView | null;
	language_model: ModelView | null;
	recording: RecordingView | null;
};
export type NewVault = { name: string; role: Role; passphrase: string; passphrase_only: boolean };
export type Strength = { score: number; label: string; advice: string | null; acceptable: boolean };
export type Microphone = { id: string; name: string; is_default: boolean };

export type Gender = 'female' | 'male' | 'other' | 'unknown';
export type PatientView = {
	id: string;
	family_name: string;
	given_name: string;
	birth_date: string | null;
	age: number | null;
	gender: Gender;
	mrn: string | null;
	allergies: string[];
	sample: boolean;
};
export type NewPatient = {
	family_name: string;
	given_name: string;
	birth_date: string | null;
	gender: Gender;
	mrn: string | null;
	allergies: string[];
};
export type EncounterClass = 'ambulatory' | 'emergency' | 'home_health' | 'inpatient' | 'virtual';
export type Stage =
	| 'planned'
	| 'recording'
	| 'paused'
	| 'interrupted'
	| 'transcribing'
	| 'drafting'
	| 'drafted'
	| 'ready_to_sign'
	| 'signed'
	| 'exported'
	| 'needs_attention';
export type EncounterRow = {
	id: string;
	patient: PatientView;
	reason: string;
	start: string;
	stage: Stage;
	unresolved: number;
	recorded_ms: number;
};
export type NewEncounter = {
	patient_id: string | null;
	new_patient: NewPatient | null;
	reason: string;
	class: EncounterClass;
};
export type ConsentAnswer = 'verbal' | 'written' | 'declined';
export type ConsentView = { answer: ConsentAnswer; given_by: string; at: string };
export type RecordingState = 'recording' | 'paused' | 'stopped';
export type RecordingView = {
	encounter_id: string;
	state: RecordingState;
	elapsed_ms: number;
	saved_ms: number;
	device: string;
	problem: string | null;
};
export type SegmentView = { id: number; speaker: string; start_ms: number | null; end_ms: number | null; text: string };
export type EncounterView = {
	row: EncounterRow;
	consent: ConsentView | null;
	transcript: SegmentView[];
	recording: RecordingView | null;
	jottings: string;
};

export type Verdict = 'supported' | 'unsupported' | 'contradicted';
export type Origin = 'model' | 'extractive' | 'scribe' | 'clinician';
export type KeptReason = 'examined' | 'known_to_me';
export type StatementView = {
	id: string;
	text: string;
	evidence: number[];
	origin: Origin;
	verdict: Verdict | null;
	reasons: string[];
	kept: KeptReason | null;
	needs_resolution: boolean;
};
export type SectionView = {
	code: string;
	title: string;
	part: string;
	layout: 'paragraph' | 'list';
	empty_text: string | null;
	statements: StatementView[];
};
export type SignatureView = { signer: string; signed_at: string; valid: boolean; words: string };
export type NoteView = {
	encounter_id: string;
	version: number;
	engine: string;
	sections: SectionView[];
	unresolved: number;
	supported: number;
	unsupported: number;
	contradicted: number;
	signature: SignatureView | null;
	attestation: string;
};
export type ExportFormat = 'fhir' | 'text';
export type Exported = { format: ExportFormat; path: string; bytes: number };

// Events
export type LevelEvent = { rms_dbfs: number; peak_dbfs: number };
export type TranscriptEvent = { encounter_id: string; segment: SegmentView };
export type ProgressEvent = { encounter_id: string; stage: Stage; fraction: number | null; message: string };

export interface Backend {
	status(): Promise<AppStatus>;
	createVault(vault: NewVault): Promise<{ recovery_code: string }>;
	passphraseStrength(passphrase: string): Promise<Strength>;
	unlock(passphrase: string): Promise<void>;
	recover(recoveryCode: string, newPassphrase: string): Promise<void>;
	lock(): Promise<void>;

	microphones(): Promise<Microphone[]>;
	startMicrophoneCheck(device: string | null): Promise<void>;
	stopMicrophoneCheck(): Promise<void>;

	worklist(): Promise<EncounterRow[]>;
	patients(query: string): Promise<PatientView[]>;
	createEncounter(encounter: NewEncounter): Promise<string>;
	addSampleConsult(): Promise<string>; // makes the sample patient's encounter and transcribes the shipped recording

	encounter(id: string): Promise<EncounterView>;
	recordConsent(id: string, answer: ConsentAnswer, givenBy: string): Promise<void>;
	saveJottings(id: string, text: string): Promise<void>;
	startRecording(id: string, device: string | null): Promise<void>;
	pauseRecording(id: string): Promise<void>;
	resumeRecording(id: string): Promise<void>;
	stopRecording(id: string): Promise<void>; // then transcribes the rest and drafts; progress and stage arrive as events
	finishInterrupted(id: string): Promise<void>; // the same for a recording that a crash interrupted

	note(id: string): Promise<NoteView>;
	redraft(id: string): Promise<NoteView>;
	editStatement(id: string, statement: string, text: string): Promise<NoteView>;
	removeStatement(id: string, statement: string): Promise<NoteView>;
	addStatement(id: string, section: string, text: string): Promise<NoteView>;
	keepStatement(id: string, statement: string, reason: KeptReason): Promise<NoteView>;
	undo(id: string): Promise<NoteView>;
	sign(id: string, passphrase: string): Promise<NoteView>;
	exportNote(id: string, format: ExportFormat): Promise<Exported>;
	noteText(id: string): Promise<string>; // for the clipboard, on a click

	onLevel(handler: (event: LevelEvent) => void): () => void;
	onRecording(handler: (event: RecordingView) => void): () => void;
	onTranscript(handler: (event: TranscriptEvent) => void): () => void;
	onProgress(handler: (event: ProgressEvent) => void): () => void;
}

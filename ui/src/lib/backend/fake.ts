// A backend in memory, for building the screens in a browser and for their tests. It keeps the rules of the real one: no
// recording without consent, no signature over what is unresolved, nothing while locked.

import type {
	AppError,
	AppStatus,
	Backend,
	ConsentAnswer,
	EncounterRow,
	EncounterView,
	Exported,
	ExportFormat,
	Fault,
	FilledView,
	FormularyImport,
	FormularySize,
	FromNote,
	KeptReason,
	Language,
	Microphone,
	ModelAdvice,
	ModelCheck,
	ModelRow,
	ModelTask,
	NewEncounter,
	NewPerson,
	NewVault,
	NoteView,
	PatientView,
	ProgressEvent,
	Redraft,
	Role,
	SectionView,
	SegmentView,
	Settings,
	SnippetView,
	Stage,
	StatementView,
	Stoppable,
	Strength,
	SuggestionView,
	Template,
	TemplateRow,
	TentativeEvent,
	TranscriptEvent,
	TranscriptView,
	VersionView,
	User,
	VaultState,
} from '../backend';
import { clearFlag, found, handOver, requireClearable, setFlag } from './fake-flags';
import { historyOf, rewritten } from './fake-history';
import { FakeModels } from './fake-models';
import { FakePeople } from './fake-people';
import { FakePractice } from './fake-practice';
import { FakeRecorder } from './fake-recorder';
import { checked, dayOfConsults, patient, said, sections, statement } from './fake-consult';
import {
	consultFrom,
	fail,
	Listeners,
	noteOf,
	save,
	segment,
	signature,
	stageIs,
	unresolved,
	type Consult,
} from './fake-records';
import { FakeSnippets } from './fake-snippets';
import { FakeTemplates } from './fake-templates';
import { correct, flip, heardAgain, records, suggestionsFor } from './fake-transcripts';

export { FAKE_PASSPHRASE } from './fake-people';
export const FAKE_RECOVERY_CODE = 'K7QM-2XPD-9RTA-HW4C-6BNE-YZ83';

export type FakeOptions = {
	vault?: VaultState;
	keyring?: boolean;
	consults?: boolean;
	/** How the consult stands that is being transcribed when Dictum ends. */
	left?: Stage;
	/** How many times faster than life a recording and its transcript go. */
	pace?: number;
	role?: Role;
};

export class Fake implements Backend {
	readonly #tentative = new Listeners<TentativeEvent>();
	readonly #transcript = new Listeners<TranscriptEvent>();
	readonly #progress = new Listeners<ProgressEvent>();
	readonly #closeRefused = new Listeners<AppError>();
	readonly #systemLock = new Listeners<null>();
	readonly recorder: FakeRecorder;
	readonly onLevel: FakeRecorder['level']['on'];
	readonly onRecording: FakeRecorder['turned']['on'];
	readonly onGap: FakeRecorder['gap']['on'];
	readonly onTentative = this.#tentative.on;
	readonly onTranscript = this.#transcript.on;
	readonly onProgress = this.#progress.on;
	readonly onCloseRefused = this.#closeRefused.on;
	readonly onSystemLock = this.#systemLock.on;
	readonly #models: FakeModels;
	readonly onModel: FakeModels['on'];

	readonly #pace: number;
	readonly #keyring: boolean;
	readonly #consults: Map<string, Consult>;
	#vault: VaultState;
	readonly #people: FakePeople;
	/** What stops the draft that is being written again. */
	#stop: (() => void) | undefined;
	/** What ends the work on a consult, with a code of an error, and when that is over. */
	readonly #work = new Map<string, { end: (error: string) => void; over: Promise<void> }>();
	readonly #practice = new FakePractice();
	readonly #snippets = new FakeSnippets();
	readonly #templates = new FakeTemplates();
	/** What is said of models that run without the graphics card that they should run on. */
	withoutGraphics: string | null = null;
	#failures = 0;

	constructor({
		vault = 'open',
		keyring = true,
		consults = true,
		left,
		pace = 1,
		role = 'clinician',
	}: FakeOptions = {}) {
		this.#vault = vault;
		this.#keyring = keyring;
		this.#pace = pace;
		this.recorder = new FakeRecorder(pace, (consult, seconds) =>
			seconds % 2 === 0 ? this.#hear(consult) : this.#guess(consult),
		);
		this.onLevel = this.recorder.level.on;
		this.onRecording = this.recorder.turned.on;
		this.onGap = this.recorder.gap.on;
		this.#models = new FakeModels(pace);
		this.onModel = this.#models.on;
		this.#people = new FakePeople(role);
		const rows = consults && vault !== 'absent' ? dayOfConsults(new Date(), left) : [];
		this.#consults = new Map(rows.map((row) => [row.id, consultFrom(row)]));
	}

	async status(): Promise<AppStatus> {
		const under = this.recorder.recorded?.recording;
		const recording = under && under.state !== 'stopped' ? under : null;
		return structuredClone({
			version: '0.1.0',
			vault: this.#vault,
			user: this.#vault === 'open' ? this.#people.current : null,
			user_name: this.#vault === 'absent' ? null : this.#people.first.user.name,
			keyring_available: this.#keyring,
			keyring_message: this.#keyring
				? null
				: 'No Secret Service answers on this computer. Install gnome-keyring or KWallet and start Dictum again.',
			speech_model: {
				id: 'whisper-micro',
				name: 'Micro (English)',
				test_only: true,
				note: 'Made for trying Dictum with synthetic voices; not for patients.',
			},
			speech_message: null,
			language_model: { id: 'sample-1b', name: 'Sample 1B', test_only: false, note: '0.9 GB, Apache-2.0.' },
			lock_after_minutes: this.#vault === 'open' ? this.#practice.settings().lock_after_minutes : null,
			recording,
		});
	}

	async createVault(vault: NewVault): Promise<{ recovery_code: string }> {
		if (!this.#keyring && !vault.passphrase_only)
			fail('keyring_unavailable', 'No keyring answers on this computer.', 'Choose to go on with the passphrase alone.');
		if (!(await this.passphraseStrength(vault.passphrase)).acceptable)
			fail('invalid_input', 'This passphrase is too easy to guess.', 'Use four or more unrelated words.');
		this.#people.begin(vault);
		this.#vault = 'open';
		return { recovery_code: FAKE_RECOVERY_CODE };
	}

	async passphraseStrength(passphrase: string): Promise<Strength> {
		const score = Math.min(4, Math.floor(passphrase.length / 5));
		const label = ['Very weak', 'Weak', 'Fair', 'Good', 'Strong'][score] ?? '';
		return {
			score,
			label,
			advice: score < 3 ? 'Add another word or two that have nothing to do with each other.' : null,
			acceptable: score >= 3,
		};
	}

	async unlock(passphrase: string): Promise<void> {
		if (!this.#people.enter(passphrase)) {
			this.#failures += 1;
			const wait = 2 ** (this.#failures - 1);
			fail('wrong_passphrase', 'This is not the passphrase.', `Wait ${wait} s, then try again.`);
		}
		this.#failures = 0;
		handOver(this.#consults.values(), this.#people.current);
		this.#vault = 'open';
	}

	async recover(recoveryCode: string, newPassphrase: string): Promise<void> {
		if (recoveryCode.trim().toUpperCase() !== FAKE_RECOVERY_CODE)
			fail('wrong_passphrase', 'This is not the recovery code.', 'Compare it with the printed one, letter by letter.');
		this.#people.first.passphrase = newPassphrase;
		this.#people.enter(newPassphrase);
		this.#vault = 'open';
	}

	async lock(): Promise<void> {
		this.#vault = 'locked';
	}

	async microphones(): Promise<Microphone[]> {
		return this.recorder.microphones;
	}

	async startMicrophoneCheck(): Promise<void> {
		this.recorder.check();
	}

	async stopMicrophoneCheck(): Promise<void> {
		this.recorder.stopCheck();
	}

	async worklist(): Promise<EncounterRow[]> {
		this.#open();
		return structuredClone([...this.#consults.values()].map((c) => c.row)).sort((a, b) =>
			a.start.localeCompare(b.start),
		);
	}

	async patients(query: string): Promise<PatientView[]> {
		this.#open();
		const wanted = query.trim().toLowerCase();
		const all = new Map([...this.#consults.values()].map((c) => [c.row.patient.id, c.row.patient]));
		return structuredClone(
			[...all.values()].filter((p) => `${p.given_name} ${p.family_name} ${p.mrn ?? ''}`.toLowerCase().includes(wanted)),
		);
	}

	async createEncounter(encounter: NewEncounter): Promise<string> {
		this.#open();
		const id = `encounter-${this.#consults.size}`;
		const known = [...this.#consults.values()].find((c) => c.row.patient.id === encounter.patient_id)?.row.patient;
		const who = encounter.new_patient ? patient(`patient-${id}`, encounter.new_patient) : known;
		if (!who) fail('not_found', 'This patient is no longer there.');
		const row: EncounterRow = {
			id,
			patient: who,
			reason: encounter.reason,
			start: new Date().toISOString(),
			stage: 'planned',
			unresolved: 0,
			flagged: 0,
			recorded_ms: 0,
			dictation: false,
			again_cut_short: false,
		};
		this.#consults.set(id, consultFrom(row));
		return id;
	}

	async addSampleConsult(): Promise<string> {
		const id = await this.createEncounter({
			patient_id: null,
			class: 'ambulatory',
			reason: 'Knee pain (sample)',
			new_patient: {
				family_name: 'Sample',
				given_name: 'Sam',
				birth_date: '1970-01-01',
				gender: 'other',
				mrn: null,
				allergies: [],
				medications: [],
			},
		});
		const consult = this.#at(id);
		consult.row.patient.sample = true;
		consult.consent = { answer: 'verbal', given_by: 'Patient', at: consult.row.start };
		this.#finish(consult);
		return id;
	}

	async encounter(id: string): Promise<EncounterView> {
		const { row, consent, transcript, gaps, recording, stoppable, jottings, language } = this.#at(id);
		return structuredClone({ row, consent, transcript, gaps, recording, stoppable, jottings, language });
	}

	async recordConsent(id: string, answer: ConsentAnswer, givenBy: string): Promise<void> {
		const consult = this.#at(id);
		consult.consent = { answer, given_by: givenBy, at: new Date().toISOString() };
		if (answer !== 'declined' || !consult.recording || consult.row.dictation) return;
		const withdrawn =
			'The answer is No: the recording was stopped. What there is waits: finish its transcript, or delete the recording.';
		this.recorder.end(consult, () => this.#progressTo(consult, 'needs_attention', null, withdrawn));
	}

	async saveJottings(id: string, text: string): Promise<void> {
		this.#at(id).jottings = text;
	}

	async chooseLanguage(id: string, language: string | null): Promise<void> {
		this.#at(id).language = language;
	}

	async startRecording(id: string, device: string | null): Promise<void> {
		const consult = this.#at(id);
		if (!consult.consent || consult.consent.answer === 'declined')
			fail('no_consent', 'The patient has not agreed to be recorded.', 'Ask, and note the answer, before you record.');
		this.recorder.record(consult, device, false);
	}

	async startDictation(id: string, device: string | null): Promise<void> {
		this.recorder.record(this.#at(id), device, true);
	}

	/** What a speech model that fails does to the transcript of the recording under way. */
	transcriptWaits(message: string): void {
		const consult = this.recorder.recorded;
		if (consult) this.#progressTo(consult, 'recording', null, message);
	}

	/** What a recogniser that hangs or cannot keep up does to it. */
	transcriptLags(behind_ms: number): void {
		const consult = this.recorder.recorded;
		if (consult) this.#tell(consult, '', behind_ms);
	}

	/** What the window manager does, and Rust refuses while a recording runs. */
	closeWindow(): void {
		const message = 'A consult is being recorded. Stop it before you close Dictum.';
		if (this.recorder.recorded) this.#closeRefused.send({ code: 'busy', message, advice: null });
	}

	/** What the operating system tells where it locks the screen or goes to sleep. */
	systemLocks(): void {
		this.#systemLock.send(null);
	}

	async pauseRecording(id: string): Promise<void> {
		this.recorder.turn(this.#at(id), 'paused');
	}

	async resumeRecording(id: string): Promise<void> {
		this.recorder.turn(this.#at(id), 'recording');
	}

	async stopRecording(id: string): Promise<void> {
		// Whoever is at the lock screen may.
		const consult = this.#consults.get(id) ?? fail('not_found', 'This consult is no longer there.');
		this.recorder.end(consult, () => this.#finish(consult));
	}

	async finishInterrupted(id: string): Promise<void> {
		this.#finish(this.#at(id));
	}

	async note(id: string): Promise<NoteView> {
		return noteOf(this.#at(id));
	}

	async redraft(id: string, template: string | null): Promise<NoteView> {
		const consult = this.#at(id);
		this.#unsigned(consult);
		await this.#writing();
		consult.template = template ?? consult.template;
		const inParts = consult.template === 'soap';
		save(consult, inParts ? sections() : sections().map((section) => ({ ...section, part: null })));
		stageIs(consult, 'drafted');
		return noteOf(consult);
	}

	async redraftSection(id: string, code: string, redraft: Redraft): Promise<NoteView> {
		await this.#writing();
		const written = {
			again: (text: string) => text,
			longer: (text: string) => `${text} In every detail.`,
			shorter: (text: string) => text.split(' ').slice(0, 3).join(' '),
			instruction: (text: string) => `${text} ${redraft.how === 'instruction' ? redraft.text : ''}`,
		}[redraft.how];
		return this.#change(id, (note) => {
			const section = note.find((one) => one.code === code) ?? fail('not_found', 'There is no such section.');
			const isSettled = (s: StatementView) => s.origin !== 'model' || s.kept !== null || s.flag !== null;
			const drafted = sections().find((one) => one.code === code)?.statements ?? [];
			const settled = section.statements.filter(isSettled);
			section.statements = [...settled, ...drafted.map((s) => statement(written(s.text), s.evidence, 'model'))];
		});
	}

	async stopRedraft(): Promise<void> {
		this.#stop?.();
	}

	/** A draft takes a while, unless it is stopped. */
	#writing(): Promise<void> {
		return new Promise((resolve, reject) => {
			const written = setTimeout(resolve, 2000 / this.#pace);
			this.#stop = () => {
				clearTimeout(written);
				reject({ code: 'stopped', message: 'Stopped. The note stays as it was.', advice: null } satisfies AppError);
			};
		});
	}

	async editStatement(id: string, statementId: string, text: string): Promise<NoteView> {
		return this.#change(id, (note) => {
			const s = found(note, statementId);
			Object.assign(s, rewritten(s, text, this.#people.current.role), { kept: null }, this.#checked(s, text));
		});
	}

	removeStatement(id: string, statementId: string): Promise<NoteView> {
		return this.#change(id, (note) => {
			requireClearable(found(note, statementId));
			for (const section of note) section.statements = section.statements.filter((s) => s.id !== statementId);
		});
	}

	addStatement(id: string, code: string, text: string): Promise<NoteView> {
		return this.#change(id, (note) => {
			const section = note.find((one) => one.code === code) ?? fail('not_found', 'This note has no such section.');
			section.statements.push(statement(text, [], this.#people.current.role));
		});
	}

	async keepStatement(id: string, statementId: string, reason: KeptReason): Promise<NoteView> {
		if (this.#people.current.role !== 'clinician') fail('not_allowed', 'Only a clinician keeps a statement.');
		return this.#change(id, (note) => {
			const s = found(note, statementId);
			Object.assign(s, {
				kept: reason,
				in_doubt: false,
				needs_resolution: s.flag !== null,
			} satisfies Partial<StatementView>);
		});
	}

	flagStatement(id: string, statementId: string, remark: string): Promise<NoteView> {
		return this.#change(id, (note) => setFlag(note, statementId, remark, this.#people.current));
	}

	clearFlag(id: string, statementId: string): Promise<NoteView> {
		return this.#change(id, (note) => clearFlag(note, statementId));
	}

	async undo(id: string): Promise<NoteView> {
		const consult = this.#at(id);
		this.#unsigned(consult);
		consult.versions.push(consult.before.pop() ?? fail('not_found', 'There is nothing to undo.'));
		return noteOf(consult);
	}

	async noteHistory(id: string): Promise<VersionView[]> {
		return historyOf(this.#at(id), this.#people.current.name);
	}

	async sign(id: string, version: number, passphrase: string): Promise<NoteView> {
		const consult = this.#at(id);
		this.#unsigned(consult);
		if (noteOf(consult).version !== version)
			fail('outdated', 'The note was changed meanwhile.', 'Read the note as it is now, then do it again.');
		if (this.#people.current.role !== 'clinician') fail('not_allowed', 'Only a clinician signs.');
		if (unresolved(consult) > 0)
			fail('unresolved', 'Statements are still to resolve.', 'Keep, edit or remove each of them.');
		if (!this.#people.isOwn(passphrase))
			fail('wrong_passphrase', 'This is not the passphrase.', 'The note is not signed. Try again.');
		consult.signature = signature(this.#people.current.name);
		stageIs(consult, 'signed');
		return noteOf(consult);
	}

	async transcripts(id: string): Promise<TranscriptView[]> {
		return records(this.#at(id));
	}

	async transcript(transcript: string): Promise<SegmentView[]> {
		return structuredClone(this.#at(transcript.split('/')[0] ?? '').transcript);
	}

	async transcribeAgain(id: string, model: string): Promise<void> {
		const consult = this.#at(id);
		const name = (await this.models()).find((row) => row.id === model)?.name ?? model;
		this.#begin(consult, (ended) => this.#hearAgain(consult, name, ended));
	}

	async stopWork(id: string, what: Stoppable): Promise<void> {
		if (this.#at(id).stoppable !== what) return;
		const work = this.#work.get(id);
		work?.end('stopped');
		await work?.over;
	}

	/** A model fails that works on a consult. */
	modelFails(id: string): void {
		this.#work.get(id)?.end('worker_died');
	}

	#begin(consult: Consult, work: (ended: Promise<string>) => Promise<void>): void {
		let end: (error: string) => void = () => undefined;
		const ended = new Promise<string>((resolve) => (end = resolve));
		this.#work.set(consult.row.id, { end, over: work(ended).finally(() => this.#work.delete(consult.row.id)) });
	}

	/** Ends the work on a consult. */
	#endWork(consult: Consult, stage: Stage, words: string, error: string | null = null): void {
		consult.stoppable = null;
		const message = error === 'worker_died' ? 'The model stopped working.' : words;
		this.#progressTo(consult, stage, error ? null : 1, message, error);
	}

	/** Waits so many ms of life, or until the work is ended, and gives the error by which it is. */
	async #unlessEnded(ms: number, ended: Promise<string>): Promise<string | null> {
		return Promise.race([ended, new Promise<null>((resolve) => setTimeout(() => resolve(null), ms / this.#pace))]);
	}

	/** To transcribe again takes a while, unless it is ended. */
	async #hearAgain(consult: Consult, model: string, ended: Promise<string>): Promise<void> {
		const before = consult.row.stage;
		consult.stoppable = 'again';
		this.#progressTo(consult, 'transcribing', 0, 'Transcribing the recording again.');
		const error = await this.#unlessEnded(2000, ended);
		if (error) {
			this.#endWork(consult, before, 'Stopped. The note stays as it was.', error);
			return;
		}
		heardAgain(consult, model);
		if (consult.signature) {
			this.#endWork(consult, before, 'Transcribed again. The signed note stays as it is.');
			return;
		}
		await this.#draft(consult, ended);
	}

	async correctPassage(id: string, segment: number, text: string): Promise<void> {
		const consult = this.#at(id);
		this.#unsigned(consult);
		correct(consult, segment, text, this.#people.current.name);
	}

	async leaveWords(id: string, _segment: number, heard: string): Promise<void> {
		const consult = this.#at(id);
		this.#unsigned(consult);
		consult.left.push(heard);
	}

	async deleteRecording(id: string): Promise<void> {
		const consult = this.#at(id);
		if (this.#people.current.role !== 'clinician') fail('clinician_only', 'Only a clinician may do that.');
		consult.row.recorded_ms = 0;
		if (consult.versions.length > 0) return;
		consult.transcript = [];
		consult.gaps = [];
		stageIs(consult, 'planned');
	}

	async flipSpeaker(id: string, segment: number | null): Promise<void> {
		const consult = this.#at(id);
		this.#unsigned(consult);
		flip(consult, segment, this.#people.current.name);
	}

	async suggestions(id: string): Promise<SuggestionView[]> {
		return suggestionsFor(this.#at(id));
	}

	async users(): Promise<User[]> {
		this.#open();
		return this.#people.list();
	}

	async addUser(person: NewPerson): Promise<User> {
		this.#open();
		return this.#people.add(person);
	}

	async languages(): Promise<Language[]> {
		return this.#practice.languages;
	}

	async settings(): Promise<Settings> {
		this.#open();
		return this.#practice.settings();
	}

	async saveSettings(settings: Settings): Promise<void> {
		this.#open();
		this.#practice.save(settings);
	}

	async templates(): Promise<Template[]> {
		return this.#templates.usable();
	}

	async allTemplates(): Promise<TemplateRow[]> {
		return this.#templates.rows();
	}

	async templateText(name: string): Promise<string> {
		return this.#templates.text(name);
	}

	async copyTemplate(name: string, copy: string): Promise<void> {
		this.#templates.copy(name, copy);
	}

	async saveTemplate(name: string, text: string): Promise<Fault | null> {
		return this.#templates.save(name, text);
	}

	async importTemplate(): Promise<string | null> {
		return this.#templates.import();
	}

	async templateFromNote(note: string, name: string): Promise<FromNote> {
		return this.#templates.fromNote(note, name);
	}

	async templateFromNoteFile(name: string): Promise<FromNote | null> {
		return this.#templates.fromFile(name);
	}

	async removeTemplate(name: string): Promise<void> {
		this.#templates.remove(name);
	}

	/** What a person would choose in the file dialogs of templates, notes and snippets. */
	chosenFile(text: string | null): void {
		this.#templates.chosen = text;
		this.#snippets.chosen = text;
	}

	async snippets(): Promise<SnippetView[]> {
		this.#open();
		return this.#snippets.list();
	}

	async saveSnippet(was: string | null, name: string, text: string): Promise<Fault | null> {
		return this.#snippets.save(was, name, text);
	}

	async removeSnippet(name: string): Promise<void> {
		this.#snippets.remove(name);
	}

	async importSnippets(): Promise<number | null> {
		return this.#snippets.import();
	}

	async fillSnippet(name: string, values: Record<string, string>): Promise<FilledView> {
		return this.#snippets.fill(name, values);
	}

	async formularySize(): Promise<FormularySize> {
		return this.#practice.formulary();
	}

	async importFormulary(): Promise<FormularyImport | null> {
		this.#open();
		return this.#practice.importFormulary();
	}

	async removeFormulary(): Promise<void> {
		this.#open();
		this.#practice.removeFormulary();
	}

	/** What a person would choose in the file dialog. */
	formularyFile(file: FakePractice['chosen']): void {
		this.#practice.chosen = file;
	}

	async exportNote(id: string, format: ExportFormat): Promise<Exported> {
		const consult = this.#at(id);
		if (!consult.signature) fail('not_signed', 'Only a signed note can be exported.', 'Sign it first.');
		stageIs(consult, 'exported');
		const ending = format === 'fhir' ? 'fhir.json' : 'txt';
		return { format, path: `Documents/Dictum/${consult.row.patient.family_name}-note.${ending}`, bytes: 4096 };
	}

	async noteText(id: string): Promise<string> {
		return noteOf(this.#at(id))
			.sections.flatMap((s) => [s.title, ...s.statements.map((one) => one.text), ''])
			.join('\n');
	}

	async models(): Promise<ModelRow[]> {
		return this.#models.list();
	}

	installModel(id: string): Promise<void> {
		return this.#models.install(id);
	}

	importModel(): Promise<string | null> {
		return this.#models.import();
	}

	/** What a person would choose in the file dialog. */
	modelFile(file: FakeModels['chosen']): void {
		this.#models.chosen = file;
	}

	checkModel(id: string): Promise<ModelCheck> {
		return this.#models.check(id);
	}

	/** What a failing disk does to the file of a model. */
	damageModel(id: string): void {
		this.#models.damaged = id;
	}

	async cancelModel(id: string): Promise<void> {
		this.#models.cancel(id);
	}

	async removeModel(id: string): Promise<void> {
		this.#models.remove(id);
	}

	recommendModel(task: ModelTask): Promise<ModelAdvice> {
		return this.#models.recommend(task);
	}

	#open(): void {
		if (this.#vault !== 'open') fail('locked', 'Dictum is locked.', 'Unlock it with your passphrase.');
	}

	#at(id: string): Consult {
		this.#open();
		return this.#consults.get(id) ?? fail('not_found', 'This consult is no longer there.');
	}

	#unsigned(consult: Consult): void {
		if (consult.signature) fail('already_signed', 'This note is signed and cannot be changed.');
	}

	#tell(consult: Consult, text: string, behind_ms = 0): void {
		const without_graphics = this.withoutGraphics;
		this.#tentative.send({ encounter_id: consult.row.id, text, behind_ms, without_graphics });
	}

	#guess(consult: Consult): void {
		if (consult.transcript.length === said.length) return;
		const { text } = segment(consult.transcript.length);
		const half = text.slice(0, Math.ceil(text.length / 2));
		this.#tell(consult, half);
	}

	#hear(consult: Consult): void {
		if (consult.transcript.length === said.length) return;
		this.#tell(consult, '');
		const heard = segment(consult.transcript.length);
		consult.transcript.push(heard);
		this.#transcript.send({ encounter_id: consult.row.id, segment: heard });
	}

	#progressTo(
		consult: Consult,
		stage: Stage,
		fraction: number | null,
		message: string,
		error: string | null = null,
	): void {
		stageIs(consult, stage);
		this.#progress.send({ encounter_id: consult.row.id, stage, fraction, message, error });
	}

	#finish(consult: Consult): void {
		this.#begin(consult, async (ended) => {
			consult.stoppable = 'transcript';
			const tell = (fraction: number) =>
				this.#progressTo(consult, 'transcribing', fraction, 'Transcribing what is left of the recording');
			tell(0);
			let error = await this.#unlessEnded(300, ended);
			while (!error && consult.transcript.length < said.length) {
				this.#hear(consult);
				tell(consult.transcript.length / said.length);
				error = await this.#unlessEnded(300, ended);
			}
			if (error) {
				this.#endWork(consult, 'needs_attention', 'Stopped. The recording has all that was said.', error);
				return;
			}
			consult.stoppable = 'draft';
			await this.#draft(consult, ended);
		});
	}

	async #draft(consult: Consult, ended: Promise<string>): Promise<void> {
		this.#progressTo(consult, 'drafting', null, 'Drafting the note and checking each statement');
		await this.#unlessEnded(600, ended);
		save(consult, sections());
		this.#endWork(consult, 'drafted', 'The note is drafted');
	}

	async #change(id: string, edit: (note: SectionView[]) => unknown): Promise<NoteView> {
		const consult = this.#at(id);
		this.#unsigned(consult);
		const next = structuredClone(consult.versions.at(-1) ?? fail('not_found', 'There is no note yet.'));
		edit(next);
		save(consult, next);
		stageIs(consult, unresolved(consult) === 0 ? 'ready_to_sign' : 'drafted');
		return noteOf(consult);
	}

	/** What the checks say of a statement's new text; a clinician's words answer its flag. */
	#checked(old: StatementView, text: string): Partial<StatementView> {
		const found = checked(text);
		const flag = this.#people.current.role === 'clinician' ? null : old.flag;
		return { ...found, flag, needs_resolution: found.needs_resolution || flag !== null };
	}
}

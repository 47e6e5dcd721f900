// What the stand-in backend keeps about each consult, and what it says of it.

import type {
	AppError,
	ConsentView,
	EncounterRow,
	GapView,
	LevelEvent,
	NoteView,
	OmissionView,
	RecordingView,
	SectionView,
	SegmentView,
	SignatureView,
	Stage,
	StatementView,
	Stoppable,
} from '../backend';
import { said, sections } from './fake-consult';

export type Consult = {
	row: EncounterRow;
	consent: ConsentView | null;
	transcript: SegmentView[];
	/** Which models have heard it, the last one what `transcript` says. */
	models: string[];
	gaps: GapView[];
	recording: RecordingView | null;
	stoppable: Stoppable | null;
	jottings: string;
	language: string | null;
	/** Words that look misheard and were left. */
	left: string[];
	/** The name of the template that the draft has. */
	template: string;
	versions: SectionView[][];
	/** What Undo brings back, the last first. */
	before: SectionView[][];
	signature: SignatureView | null;
};

export function fail(code: string, message: string, advice: string | null = null): never {
	throw { code, message, advice } satisfies AppError;
}

export class Listeners<T> {
	readonly #all = new Set<(event: T) => void>();
	readonly on = (handler: (event: T) => void) => {
		this.#all.add(handler);
		return () => void this.#all.delete(handler);
	};
	send(event: T): void {
		this.#all.forEach((handler) => handler(structuredClone(event)));
	}
}

export function consultFrom(row: EncounterRow): Consult {
	const drafted = ['drafted', 'ready_to_sign', 'signed', 'exported'].includes(row.stage);
	const consult: Consult = {
		row,
		consent: null,
		transcript: drafted ? said.map((_, id) => segment(id)) : [],
		models: ['Micro (English)'],
		gaps: [],
		recording: null,
		stoppable: null,
		jottings: '',
		language: null,
		left: [],
		template: 'soap',
		versions: drafted ? [sections()] : [],
		before: [],
		signature: null,
	};
	if (row.recorded_ms > 0) consult.consent = { answer: 'verbal', given_by: 'Patient', at: row.start };
	if (row.stage === 'signed') {
		const [note = []] = consult.versions;
		note.forEach((section) => (section.statements = section.statements.filter((s) => !s.needs_resolution)));
		consult.signature = signature('Dr A. Okafor');
	}
	row.unresolved = unresolved(consult);
	return consult;
}

/** The one thing that this backend misses in a note. */
function omissionsOf(statements: StatementView[]): OmissionView[] {
	const at = said.findIndex(([, , text]) => /ulcer/i.test(text));
	if (at === -1 || statements.some((statement) => /ulcer/i.test(statement.text))) return [];
	return [{ message: 'A stomach ulcer was spoken of.', evidence: [at] }];
}

export function noteOf(consult: Consult): NoteView {
	const current = consult.versions.at(-1) ?? fail('not_found', 'There is no note yet.');
	const all = current.flatMap((section) => section.statements);
	const count = (verdict: StatementView['verdict']) =>
		all.filter((s) => s.verdict === verdict && s.kept === null).length;
	return structuredClone({
		encounter_id: consult.row.id,
		version: consult.versions.length,
		template: consult.template,
		engine: 'Sample 1B',
		sections: current,
		unresolved: unresolved(consult),
		supported: count('supported'),
		unsupported: count('unsupported'),
		contradicted: count('contradicted'),
		omissions: omissionsOf(all),
		conflicts: [],
		signature: consult.signature,
		attestation:
			'I have read this note. It is a true record of the visit as I saw it, and I take responsibility for it.',
	});
}

export function stageIs(consult: Consult, stage: Stage): void {
	consult.row.stage = stage;
	consult.row.unresolved = unresolved(consult);
	consult.row.flagged = flagged(consult);
}

/** Saves the next version of the note; Undo brings the present one back. */
export function save(consult: Consult, note: SectionView[]): void {
	const current = consult.versions.at(-1);
	if (current) consult.before.push(current);
	consult.versions.push(note);
}

export function segment(id: number): SegmentView {
	const [speaker, start_ms, text, spoken = null] = said[id] ?? ['', 0, ''];
	return {
		id,
		speaker,
		start_ms,
		end_ms: start_ms + 4000,
		text,
		spoken,
		translation: null,
		corrected_by: null,
		untranslated: false,
		reassigned: null,
		typed: false,
	};
}

export function unresolved(consult: Consult): number {
	return (consult.versions.at(-1) ?? []).flatMap((section) => section.statements).filter((s) => s.needs_resolution)
		.length;
}

export function flagged(consult: Consult): number {
	return (consult.versions.at(-1) ?? []).flatMap((section) => section.statements).filter((s) => s.flag !== null).length;
}

export function signature(signer: string): SignatureView {
	const signed_at = new Date().toISOString();
	return { signer, signed_at, valid: true, words: `Signed by ${signer}. The note is unchanged since.` };
}

/** Speech-like levels that are the same every time. */
export function loudness(tick: number): LevelEvent {
	const rms_dbfs = -46 + 26 * Math.abs(Math.sin(tick * 1.7));
	return { rms_dbfs, peak_dbfs: rms_dbfs + 10 };
}

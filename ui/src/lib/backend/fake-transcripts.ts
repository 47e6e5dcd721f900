// What the stand-in backend does with transcripts that are made.

import type { SegmentView, SuggestionView, TranscriptView } from '../backend';
import { fail, segment, type Consult } from './fake-records';

/** What the stand-in's recogniser mishears, and what was said. */
const MISHEARD = 'eye be profen';
const SAID = 'ibuprofen';

export function suggestionsFor(consult: Consult): SuggestionView[] {
	return consult.transcript
		.filter(({ text }) => text.includes(MISHEARD) && !consult.left.includes(MISHEARD))
		.map(({ id, text }) => ({
			segment: id,
			heard: MISHEARD,
			reason: 'Together these words sound like a medicine of the formulary.',
			offered: [{ name: SAID, text: text.replace(MISHEARD, SAID) }],
		}));
}

export function correct(consult: Consult, id: number, text: string, by: string): void {
	const found = consult.transcript[id] ?? fail('not_found', 'There is no such passage.');
	const untranslated = found.untranslated || found.translation !== null;
	const change = { text, spoken: found.spoken ?? found.text, translation: null, untranslated, corrected_by: by };
	Object.assign(found, change satisfies Partial<SegmentView>);
}

export function flip(consult: Consult, only: number | null, by: string): void {
	const besidePatient = consult.transcript.some((passage) => passage.speaker === 'Patient');
	const isOther = (speaker: string) => speaker !== 'Clinician' && speaker !== 'Patient';
	for (const passage of consult.transcript) {
		if (passage.typed || (only !== null && passage.id !== only)) continue;
		if (only === null && besidePatient && isOther(passage.speaker)) continue;
		const from = passage.reassigned?.from ?? passage.speaker;
		if (only !== null && passage.speaker === 'Patient' && isOther(from)) passage.speaker = from;
		else passage.speaker = passage.speaker === 'Clinician' ? 'Patient' : 'Clinician';
		passage.reassigned = passage.speaker === from ? null : { by, from };
	}
}

export function records(consult: Consult): TranscriptView[] {
	return consult.models.map((model, i) => ({
		id: `${consult.row.id}/${i}`,
		model,
		started_at: consult.row.start,
		finished: true,
		language: 'English',
		current: i === consult.models.length - 1,
	}));
}

/** The recording heard by another model. */
export function heardAgain(consult: Consult, model: string): void {
	consult.models.push(model);
	consult.transcript = consult.transcript.map(({ id }) => segment(id));
}

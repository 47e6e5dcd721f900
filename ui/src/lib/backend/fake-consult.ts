// The consult that the stand-in backend plays: an invented patient, what is said, and the note that is drafted from it.

import type {
	DetailView,
	EncounterRow,
	NewPatient,
	PatientView,
	SectionView,
	Stage,
	StatementView,
	Verdict,
} from '../backend';

export const said: readonly [speaker: string, startMs: number, text: string, spoken?: string][] = [
	['Clinician', 12_000, 'Good morning. How has the knee been since we last met?'],
	[
		'Patient',
		17_000,
		"Not great. It started about four days ago after I slipped on the driveway. It's a dull ache right at the front of the left knee.",
	],
	['Patient', 31_000, "It's worse on the stairs. I'd say six out of ten."],
	['Clinician', 38_000, 'Any fever, or has it locked or given way?'],
	['Patient', 42_000, 'No, nothing like that.'],
	[
		'Clinician',
		125_000,
		"So there's mild swelling and tenderness along the front of the kneecap. No ligament instability. Flexion is limited to one hundred and ten degrees, extension is full.",
	],
	[
		'Clinician',
		151_000,
		'Blood pressure was 118/76, temperature 98.4.',
		'Blood pressure was one eighteen over seventy six, temperature ninety eight point four.',
	],
	[
		'Clinician',
		182_000,
		"Let's get an X-ray. And I'd like you to take ibuprofen, four hundred milligrams, twice a day with food for five days.",
	],
	['Patient', 200_000, "I can't take too much of that, I had a stomach ulcer once."],
	[
		'Clinician',
		206_000,
		"Thanks for telling me. Then stop if there's any stomach pain, and no running until the result is back.",
	],
];

/** The stand-in's checks: the two slips that its draft has. */
function check(text: string): { verdict: Verdict; reasons: string[] } {
	if (hasOpenField(text)) return { verdict: 'unsupported', reasons: ['A field in it is still to be filled in.'] };
	if (/\bright knee\b/i.test(text)) {
		return {
			verdict: 'contradicted',
			reasons: ['The side differs: the knee was said to be left; nothing says right.'],
		};
	}
	if (/\blungs?\b/i.test(text)) {
		return {
			verdict: 'unsupported',
			reasons: ['None of its words occur in what was said. If you examined it, keep it as yours.'],
		};
	}
	return { verdict: 'supported', reasons: [] };
}

const hasOpenField = (text: string) => /\{\{|\}\}/.test(text);

/** What the checks say of a statement. */
export function checked(
	text: string,
): Pick<StatementView, 'verdict' | 'reasons' | 'has_open_field' | 'in_doubt' | 'needs_resolution'> {
	const { verdict, reasons } = check(text);
	const has_open_field = hasOpenField(text);
	const in_doubt = verdict !== 'supported';
	return { verdict, reasons, has_open_field, in_doubt, needs_resolution: in_doubt };
}

/** What a statement of the draft says, field by field. */
function details(text: string): DetailView[] {
	if (/^Left anterior knee pain for 4 days/.test(text)) {
		return [
			{ name: 'finding', value: 'knee pain' },
			{ name: 'side', value: 'left' },
			{ name: 'duration', value: '4 days' },
		];
	}
	if (/^Blood pressure 118/.test(text)) return [{ name: 'blood_pressure', value: '118/76 mmHg' }];
	return [];
}

let statements = 0;

export function statement(text: string, evidence: number[], origin: StatementView['origin']): StatementView {
	statements += 1;
	return {
		id: `statement-${statements}`,
		text,
		pieces: [{ by: origin, text }],
		evidence,
		details: details(text),
		origin,
		...checked(text),
		kept: null,
		flag: null,
	};
}

type Draft = [
	code: string,
	title: string,
	part: string,
	layout: SectionView['layout'],
	emptyText: string | null,
	lines: [string, number[]][],
];

const draft: Draft[] = [
	['chief_complaint', 'Chief complaint', 'Subjective', 'paragraph', null, [['Left knee pain, follow-up.', [0, 1]]]],
	[
		'history_of_present_illness',
		'History of present illness',
		'Subjective',
		'paragraph',
		'Not documented.',
		[
			['Left anterior knee pain for 4 days after slipping on the driveway; dull ache, 6/10, worse on stairs.', [1, 2]],
			['Denies fever, locking and giving way.', [3, 4]],
		],
	],
	[
		'past_medical_history',
		'Past medical history',
		'Subjective',
		'list',
		'Not documented.',
		[['Past history of stomach ulcer.', [8]]],
	],
	['family_history', 'Family history', 'Subjective', 'list', null, []],
	['allergies', 'Allergies', 'Subjective', 'list', 'Not documented.', []],
	[
		'vital_signs',
		'Vital signs',
		'Objective',
		'list',
		null,
		[
			['Blood pressure 118/76 mmHg.', [6]],
			['Temperature 98.4 °F.', [6]],
		],
	],
	[
		'physical_exam',
		'Examination',
		'Objective',
		'paragraph',
		'Not documented.',
		[
			['Mild swelling and tenderness along the anterior patellar border. No ligament instability.', [5]],
			['Right knee flexion limited to 110°, extension full.', [5]],
			['Lungs clear to auscultation.', []],
		],
	],
	[
		'primary_diagnosis',
		'Diagnosis',
		'Assessment',
		'paragraph',
		'Not documented.',
		[['Left patellar contusion; fracture to be excluded.', [1, 5, 7]]],
	],
	[
		'plan_medications',
		'Medications',
		'Plan',
		'list',
		null,
		[['Ibuprofen 400 mg by mouth twice daily with food for 5 days.', [7]]],
	],
	['plan_tests', 'Tests', 'Plan', 'list', null, [['X-ray of the left knee.', [7]]]],
	['plan_referrals', 'Referrals', 'Plan', 'list', null, []],
	[
		'plan_education',
		'Advice',
		'Plan',
		'list',
		'Not documented.',
		[['Stop ibuprofen if there is stomach pain; no running until the result.', [9]]],
	],
];

export function sections(): SectionView[] {
	return draft.map(([code, title, part, layout, empty_text, lines]) => ({
		code,
		title,
		part,
		layout,
		empty_text,
		statements: lines.map(([text, evidence]) => statement(text, evidence, 'model')),
	}));
}

export function patient(id: string, from: NewPatient, sample = false, now = new Date()): PatientView {
	const age =
		from.birth_date === null ? null : Math.floor((now.getTime() - Date.parse(from.birth_date)) / 31_557_600_000);
	return { id, ...from, age, sample };
}

type Line = [
	time: string,
	given: string,
	family: string,
	gender: PatientView['gender'],
	born: string,
	mrn: string | null,
	allergies: string[],
	reason: string,
	stage: Stage,
	recordedMs: number,
];

const day: Line[] = [
	['09:00', 'Daniel', 'Reyes', 'male', '1981-05-02', '004-2210', [], 'Medication review', 'interrupted', 1_122_000],
	[
		'10:40',
		'Margaret',
		'Ellis',
		'female',
		'1959-03-12',
		'004-7712',
		['Penicillin (rash)'],
		'Knee pain, follow-up',
		'drafted',
		554_000,
	],
	['11:00', 'Amina', 'Yusuf', 'female', '1997-02-20', null, [], 'Migraine', 'transcribing', 402_000],
	['11:20', 'Peter', 'Lund', 'male', '1955-01-09', '003-1187', ['Codeine', 'Latex'], 'COPD check', 'signed', 611_000],
	['11:40', 'Grace', 'Kim', 'female', '2018-08-30', '005-0031', [], 'Ear pain', 'planned', 0],
];

/** `left`: how the consult stands that was being transcribed. */
export function dayOfConsults(now: Date, left: Stage = 'transcribing'): EncounterRow[] {
	return day.map(
		([time, given_name, family_name, gender, birth_date, mrn, allergies, reason, then, recorded_ms], index) => {
			const stage = then === 'transcribing' ? left : then;
			const start = new Date(now);
			start.setHours(Number(time.slice(0, 2)), Number(time.slice(3)), 0, 0);
			return {
				id: `encounter-${index}`,
				patient: patient(
					`patient-${index}`,
					{ family_name, given_name, birth_date, gender, mrn, allergies, medications: [] },
					false,
					now,
				),
				reason,
				start: start.toISOString(),
				stage,
				unresolved: 0,
				flagged: 0,
				recorded_ms,
				dictation: false,
				again_cut_short: false,
			};
		},
	);
}

// The templates of the stand-in backend. Of what Rust checks it knows the sections, the layouts and the name.

import type { Fault, FromNote, LeftOut, Template, TemplateRow } from '../backend';
import { fail } from './fake-records';

const SECTIONS = ['chief_complaint', 'history_of_present_illness', 'allergies', 'physical_exam', 'plan_education'];
const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;
export const NAME_ADVICE = 'Use up to 40 small letters, digits, - and _, and begin with a letter or a digit: my-soap.';

const written = (name: string, title: string, sections: [code: string, title: string, guidance: string][]) =>
	[
		`name = "${name}"`,
		`title = "${title}"`,
		'document_type = "11506-3"',
		'language = "en"',
		...sections.flatMap(([code, title, guidance]) => [
			'',
			'[[sections]]',
			`code = "${code}"`,
			`title = "${title}"`,
			'layout = "list"',
			'when_empty = "not_discussed"',
			`guidance = "${guidance}"`,
		]),
		'',
	].join('\n');

const soap: [string, string, string][] = [
	['chief_complaint', 'Chief complaint', 'Why the patient came, in a few words, as the patient said it.'],
	[
		'history_of_present_illness',
		'History of present illness',
		'How the problem began and went on: onset, place, character, severity, what makes it better or worse, what comes with it and what was denied. Only what was said.',
	],
	['allergies', 'Allergies', 'Each substance with its reaction, or that none are known.'],
	[
		'physical_exam',
		'Examination',
		'Findings of today by system, as they were said aloud. Nothing that was not examined.',
	],
	['plan_education', 'Advice', 'What the patient was told to do, to avoid and to watch for.'],
];

export class FakeTemplates {
	readonly #builtIn = new Map([
		['soap', written('soap', 'SOAP note', soap)],
		['progress', written('progress', 'Progress note', soap.slice(1))],
		['referral', written('referral', 'Referral letter', soap.slice(0, 4))],
	]);
	readonly #own = new Map([
		['our-clinic', written('our-clinic', 'Knee clinic note', soap.slice(0, 3)).replace('"allergies"', '"horoscope"')],
	]);
	/** What the file dialog gives: a file's text, or nothing. */
	chosen: string | null = written('from-a-colleague', 'Letter of a colleague', soap.slice(0, 2));

	rows(): TemplateRow[] {
		const row = ([name, text]: [string, string], built_in: boolean) => {
			const fault = faultIn(text, name);
			const problem = fault && `The template cannot be used (line ${fault.line}): ${fault.problem}. ${fault.advice}`;
			return { name, built_in, problem, title: problem ? '' : (valueOf(text, 'title') ?? '') };
		};
		return [...[...this.#builtIn].map((one) => row(one, true)), ...[...this.#own].sort().map((one) => row(one, false))];
	}

	usable(): Template[] {
		return this.rows()
			.filter(({ problem }) => problem === null)
			.map(({ name, title }) => ({ name, title }));
	}

	text(name: string): string {
		return this.#builtIn.get(name) ?? this.#own.get(name) ?? fail('invalid_input', `There is no template "${name}".`);
	}

	copy(name: string, copy: string): void {
		this.#free(copy);
		this.#own.set(copy, this.text(name).replace(/^name = .*$/m, `name = "${copy}"`));
	}

	save(name: string, text: string): Fault | null {
		const fault = faultIn(text, name);
		if (!fault) this.#own.set(name, text);
		return fault;
	}

	import(): string | null {
		if (this.chosen === null) return null;
		const name = valueOf(this.chosen, 'name') ?? '';
		const fault = faultIn(this.chosen, name);
		if (fault)
			fail('bad_template', `The template cannot be used (line ${fault.line}): ${fault.problem}. ${fault.advice}`);
		this.#free(name);
		this.#own.set(name, this.chosen);
		return name;
	}

	fromNote(note: string, name: string): FromNote {
		this.#free(name);
		const left_out: LeftOut[] = [];
		const sections: typeof soap = [];
		note.split('\n').forEach((line, at) => {
			const heading = /^\s*([\w ]+):/.exec(line)?.[1];
			if (heading === undefined) return;
			const known = soap.find(([code, title]) => heading.toLowerCase() === title.toLowerCase() || code === heading);
			if (known) sections.push(known);
			else left_out.push({ line: at + 1, heading, why: 'unknown' });
		});
		if (sections.length === 0)
			fail('invalid_input', 'No heading was recognised in the note. Put each on a line of its own or before a colon.');
		this.#own.set(name, written(name, 'Clinical note', sections));
		return { sections: sections.length, left_out };
	}

	fromFile(name: string): FromNote | null {
		return this.chosen === null ? null : this.fromNote(this.chosen, name);
	}

	remove(name: string): void {
		if (!this.#own.delete(name)) fail('not_found', 'There is no template of your own with this name.');
	}

	#free(name: string): void {
		if (!NAME.test(name)) fail('invalid_input', `A template cannot be called so. ${NAME_ADVICE}`);
		if (this.#builtIn.has(name) || this.#own.has(name))
			fail('invalid_input', `There is a template "${name}" already. Choose another name.`);
	}
}

function valueOf(line: string, key: string): string | undefined {
	return new RegExp(`^${key} = "(.*)"$`, 'm').exec(line)?.[1];
}

function faultIn(text: string, name: string): Fault | null {
	const lines = text.split('\n');
	for (const [at, line] of lines.entries()) {
		const fault = (problem: string, advice: string): Fault => ({ line: at + 1, problem, advice });
		if (line !== '' && !/^(#.*|\[\[sections\]\]|\w+ = ".*")$/.test(line))
			return fault('this is neither a key with a value nor a heading', 'Correct this line.');
		const code = valueOf(line, 'code');
		if (code !== undefined && !SECTIONS.includes(code))
			return fault(`there is no section "${code}"`, `Use one of: ${SECTIONS.join(', ')}.`);
		const layout = valueOf(line, 'layout');
		if (layout !== undefined && layout !== 'list' && layout !== 'paragraph')
			return fault(`unknown variant \`${layout}\`, expected \`paragraph\` or \`list\``, 'Correct this line.');
		const own = valueOf(line, 'name');
		if (own !== undefined && own !== name)
			return fault(`it is kept as "${name}" and calls itself "${own}"`, `Write name = "${name}".`);
	}
	return null;
}

// The snippets of the stand-in backend.

import type { Fault, FieldView, FilledView, SnippetView } from '../backend';
import { fail } from './fake-records';
import { NAME_ADVICE } from './fake-templates';

const FIELD = /\{\{\s*([^:{}]+?)\s*(?::([^{}]*))?\}\}/g;

function fieldsOf(text: string): FieldView[] {
	const fields: FieldView[] = [];
	for (const [, name = '', choices] of text.matchAll(FIELD)) {
		if (fields.some((field) => field.name === name)) continue;
		fields.push({ name, choices: choices?.split('|').map((choice) => choice.trim()) ?? [] });
	}
	return fields;
}

function faultIn(text: string): Fault | null {
	if (text.trim() === '') return { line: 1, problem: 'the text is empty', advice: 'Write what the snippet puts in.' };
	const at = text.split('\n').findIndex((line) => /\{\{|\}\}/.test(line.replaceAll(FIELD, '')));
	if (at === -1) return null;
	return { line: at + 1, problem: 'a field is not closed', advice: 'Write }} where the field ends.' };
}

export class FakeSnippets {
	readonly #texts = new Map([
		['knee-normal', '{{side: left|right}} knee: no effusion, ligaments stable, full range of movement.'],
		['rest', 'Rest for {{duration}}, then go back to work.'],
		['safety-net', 'Come back at once with chest pain, trouble breathing or fainting.'],
	]);
	/** What the file dialog gives: a file's text, or nothing. Each of its lines is taken for a snippet. */
	chosen: string | null = 'ice: Ice for {{minutes}} minutes.';

	list(): SnippetView[] {
		return [...this.#texts].map(([name, text]) => ({ name, text, fields: fieldsOf(text) }));
	}

	save(was: string | null, name: string, text: string): Fault | null {
		if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(name))
			fail('invalid_input', `A snippet cannot be called so. ${NAME_ADVICE}`);
		const fault = faultIn(text);
		if (fault) return fault;
		if (name !== was && this.#texts.has(name)) fail('invalid_input', `There is a snippet "${name}" already.`);
		if (was !== null && was !== name) this.#texts.delete(was);
		this.#texts.set(name, text);
		return null;
	}

	remove(name: string): void {
		if (!this.#texts.delete(name)) fail('not_found', 'There is no snippet with this name.');
	}

	import(): number | null {
		if (this.chosen === null) return null;
		const lines = this.chosen.split('\n').map((line) => line.split(': ', 2));
		const wrong = lines.findIndex(([, text = '']) => faultIn(text));
		if (wrong !== -1) fail('bad_snippets', `The snippets cannot be used (line ${wrong + 1}): a field is not closed.`);
		for (const [name = '', text = ''] of lines) this.#texts.set(name, text);
		return lines.length;
	}

	fill(name: string, values: Record<string, string>): FilledView {
		const text = this.#texts.get(name) ?? fail('not_found', 'There is no snippet with this name.');
		const open = fieldsOf(text).filter((field) => values[field.name] === undefined);
		const filled = text.replaceAll(FIELD, (written, field: string) => values[field] ?? written);
		return { text: filled, open: open.map((field) => field.name) };
	}
}

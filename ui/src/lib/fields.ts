// Fields in a text that are still to be filled in: {{duration}}, {{side: left|right}}.

const FIELD = /\{\{[^{}]*\}\}/g;

/** Where the first field behind a place is, or the first of all where there is none behind it. */
export function nextField(text: string, from: number): [start: number, end: number] | null {
	const places = [...text.matchAll(FIELD)].map((found): [number, number] => [
		found.index,
		found.index + found[0].length,
	]);
	return places.find(([start]) => start >= from) ?? places[0] ?? null;
}

/** A text in pieces, those that are fields marked. */
export function inFields(text: string): { text: string; open: boolean }[] {
	return text
		.split(/(\{\{[^{}]*\}\})/)
		.filter((piece) => piece !== '')
		.map((piece) => ({ text: piece, open: piece.startsWith('{{') }));
}

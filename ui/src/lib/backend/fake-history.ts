// The versions of a note as the stand-in backend tells them.

import type {
	CardView,
	ChangeView,
	Mark,
	MarkedView,
	Origin,
	SectionView,
	StatementView,
	VersionView,
	WordsView,
} from '../backend';
import type { Consult } from './fake-records';

/** The words before and after what changed, and what changed. */
function parts(before: string, after: string): [start: number, end: number] {
	const [old, now] = [before.split(' '), after.split(' ')];
	let start = 0;
	while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
	let end = 0;
	while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
	return [start, end];
}

const joined = (words: string[]) => words.join(' ');

/** What becomes of a statement that `by` gives another text. */
export function rewritten(statement: StatementView, text: string, by: Origin): Partial<StatementView> {
	const [start, end] = parts(statement.text, text);
	const now = text.split(' ');
	const pieces = [
		{ by: statement.origin, text: joined(now.slice(0, start)) },
		{ by, text: joined(now.slice(start, now.length - end)) },
		{ by: statement.origin, text: joined(now.slice(now.length - end)) },
	].filter((piece) => piece.text !== '');
	return {
		text,
		details: [],
		origin: by,
		pieces: pieces.map((piece, at) => (at === 0 ? piece : { ...piece, text: ` ${piece.text}` })),
	};
}

function words(before: string, after: string): WordsView[] {
	const [start, end] = parts(before, after);
	const [old, now] = [before.split(' '), after.split(' ')];
	const all: WordsView[] = [
		{ fate: 'same', text: `${joined(now.slice(0, start))} ` },
		{ fate: 'removed', text: joined(old.slice(start, old.length - end)) },
		{ fate: 'added', text: joined(now.slice(start, now.length - end)) },
		{ fate: 'same', text: ` ${joined(now.slice(now.length - end))}` },
	];
	return all.filter((one) => one.text.trim() !== '');
}

function changes(before: SectionView[], after: SectionView[]): ChangeView[] {
	const all = (note: SectionView[]) =>
		note.flatMap((section) => section.statements.map((statement) => ({ section: section.code, statement })));
	const text = (note: SectionView[], id: string) =>
		all(note).find((one) => one.statement.id === id)?.statement.text ?? '';
	const gone = all(before).filter((one) => text(after, one.statement.id) === '');
	return [...all(after), ...gone]
		.map(({ section, statement: { id } }) => ({
			section,
			statement: id,
			words: words(text(before, id), text(after, id)),
		}))
		.filter(({ statement }) => text(before, statement) !== text(after, statement));
}

/** What was kept, flagged and cleared. */
function marks(before: SectionView[], after: SectionView[]): MarkedView[] {
	const old = new Map(before.flatMap((section) => section.statements).map((one) => [one.id, one]));
	const made: MarkedView[] = [];
	for (const { code, statements } of after) {
		for (const { id, text, kept, flag } of statements) {
			const was = old.get(id);
			const mark = (mark: Mark, remark: string | null) =>
				made.push({ mark, section: code, text, remark, restored_of: null });
			if (kept && !was?.kept) mark(kept === 'examined' ? 'kept_examined' : 'kept_known', null);
			if (flag && !was?.flag) mark('flagged', flag.remark);
			if (!flag && was?.flag) mark('flag_cleared', was.flag.remark);
		}
	}
	return made;
}

/** The card that the drafts of the fake carry. */
const card: CardView = {
	dictum: '0.1.0',
	template: 'soap',
	template_sha256: '3a'.repeat(32),
	model: {
		id: 'sample-1b',
		sha256: '7f'.repeat(32),
		quantisation: 'Q4_K_M',
		prompt_sha256: 'c2'.repeat(32),
		context_tokens: 8192,
		max_tokens: 2048,
		temperature: 0,
		seed: 0,
		stretches: 1,
		runs_on: 'the processor',
	},
	again: null,
	reading_ms: 812,
	writing_ms: 6400,
	checking_ms: 4,
	supported: 7,
	unsupported: 1,
	contradicted: 1,
};

export function historyOf(consult: Consult, author: string): VersionView[] {
	const versions = consult.versions.map((note, at) => ({
		number: at + 1,
		author,
		saved_at: consult.row.start,
		engine: 'Sample 1B',
		card,
		changes: changes(consult.versions[at - 1] ?? [], note),
		marks: marks(consult.versions[at - 1] ?? [], note),
	}));
	return versions.reverse();
}

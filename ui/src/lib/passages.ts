// A transcript as it is read: what was said, and where something is missing, in the order of time.

import type { GapView, SegmentView } from './backend';
import { place } from './format';
import { m } from './messages';

/** What can be done to a passage that is not signed. */
export type PassageActs = {
	/** Puts other words in place of what was heard. */
	correct: (segment: number, text: string) => void;
	/** Leaves words that look misheard. */
	leave: (segment: number, heard: string) => void;
	/** Gives it, or with null all of them, to the other speaker. */
	flip: (segment: number | null) => void;
};

export type Passage = { segment: SegmentView; gap?: never } | { gap: GapView; segment?: never };

/** Each gap stands before the first passage that begins at or after it; passages without times are last. */
export function passages(segments: readonly SegmentView[], gaps: readonly GapView[]): Passage[] {
	const rows: Passage[] = [];
	let next = 0;
	for (const segment of segments) {
		const start = segment.start_ms ?? Infinity;
		for (let gap = gaps[next]; gap && gap.at_ms <= start; gap = gaps[++next]) rows.push({ gap });
		rows.push({ segment });
	}
	return [...rows, ...gaps.slice(next).map((gap) => ({ gap }))];
}

/** Where a passage is, for people: its time, or its number where it has none. */
export function cite(id: number, segments: readonly SegmentView[]): string {
	const start = segments.find((segment) => segment.id === id)?.start_ms ?? null;
	return start === null ? m.review.passage(id) : place(start);
}

import { expect, test } from 'vitest';
import type { GapView, SegmentView } from '../src/lib/backend';
import { m } from '../src/lib/messages';
import { passages } from '../src/lib/passages';

const said = (id: number, start_ms: number | null): SegmentView => ({
	id,
	speaker: 'Patient',
	start_ms,
	end_ms: start_ms === null ? null : start_ms + 900,
	text: 'words',
	spoken: null,
	translation: null,
	corrected_by: null,
	untranslated: false,
	reassigned: null,
	typed: false,
});
const gap = (at_ms: number, length_ms: number | null = 1000): GapView => ({ at_ms, length_ms, cause: 'asleep' });
const order = (segments: SegmentView[], gaps: GapView[]) =>
	passages(segments, gaps).map((row) => (row.segment ? row.segment.id : `gap at ${row.gap.at_ms}`));

test('a gap stands where it lies', () => {
	const segments = [said(0, 0), said(1, 2000), said(2, 5000), said(3, null)];
	expect(order(segments, [gap(2000), gap(4000)])).toEqual([0, 'gap at 2000', 1, 'gap at 4000', 2, 3]);
	expect(order(segments.slice(0, 3), [gap(9000, null)])).toEqual([0, 1, 2, 'gap at 9000']);
	expect(order([], [gap(0)])).toEqual(['gap at 0']);
	expect(order([said(0, 0)], [gap(0), gap(0)])).toEqual(['gap at 0', 'gap at 0', 0]);
});

test('its words say how long and why', () => {
	expect(m.consult.gap('microphone_lost', 4_200)).toBe('4.2 s missing: the microphone was gone.');
	expect(m.consult.gap('asleep', 72_400)).toBe('72 s missing: the computer was asleep or too busy.');
	expect(m.consult.gap('interrupted', 300_000)).toBe('5 min missing: the recording was interrupted.');
	expect(m.consult.gap('not_transcribed', 12_000)).toContain('12 s missing: the speech model failed on it.');
	expect(m.consult.gap('interrupted', null)).toContain('what was said afterwards is missing');
});

import { describe, expect, test } from 'vitest';
import { calendarDate, clock, place } from '../src/lib/format';
import { keyOf } from '../src/lib/keys';
import { judge } from '../src/lib/level';
import { twoOf } from '../src/lib/pick';
import { figure } from '../src/lib/vitals';

describe('times', () => {
	test.each([
		[0, '00:00', '0:00'],
		[205_999, '03:25', '3:25'],
		[754_000, '12:34', '12:34'],
		[3_806_000, '1:03:26', '1:03:26'],
		[-5, '00:00', '0:00'],
	])('%i ms', (ms, timer, cite) => {
		expect(clock(ms)).toBe(timer);
		expect(place(ms)).toBe(cite);
	});

	test('a date of birth is the same day in every time zone', () => {
		expect(calendarDate('1959-03-12')).toBe('12 Mar 1959');
	});
});

describe('the microphone level in words', () => {
	const level = (rms: number, peak = rms + 10) => ({ rms_dbfs: rms, peak_dbfs: peak });
	const many = (...levels: ReturnType<typeof level>[]) =>
		Array.from({ length: 28 }, (_, i) => levels[i % levels.length] ?? level(0));

	test('speech with pauses is good', () => expect(judge(many(level(-25), level(-65), level(-65)))).toBe('good'));
	test('a muted microphone gives no sound', () => expect(judge(many(level(-90)))).toBe('silent'));
	test('digital silence gives no sound', () => expect(judge(many(level(-Infinity)))).toBe('silent'));
	test('a distant voice is very quiet', () => expect(judge(many(level(-50)))).toBe('quiet'));
	test('clipping is too loud', () => expect(judge(many(level(-12, 0)))).toBe('loud'));
	test('one click is not', () => expect(judge([...many(level(-25)).slice(1), level(-25, 0)])).toBe('good'));
	test('the first second is not judged', () => expect(judge([level(-90)])).toBe('waiting'));
});

describe('vital signs as figures', () => {
	test.each([
		['Blood pressure 118/76 mmHg.', '118/76', 'BP', 'mmHg'],
		['BP: 118/76', '118/76', 'BP', ''],
		['Temperature was 98.4 °F.', '98.4', 'Temp', '°F'],
		['Heart rate 72 bpm', '72', 'Pulse', 'bpm'],
		['SpO2 97%.', '97', 'SpO₂', '%'],
		['Heart rate 76 beats per minute.', '76', 'Pulse', '/min'],
	])('%s', (text, value, name, unit) => expect(figure(text)).toEqual({ value, name, unit }));

	test.each(['Blood pressure 118/76 mmHg, taken lying down.', 'Knee flexion 110°.', 'Blood pressure normal.', ''])(
		'%j stays a sentence',
		(text) => expect(figure(text)).toBeNull(),
	);
});

describe('keys', () => {
	const press = (target: HTMLElement, init: KeyboardEventInit) => {
		document.body.append(target);
		let key: string | null = null;
		target.addEventListener('keydown', (event) => (key = keyOf(event)));
		target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }));
		target.remove();
		return key;
	};
	const make = (tag: string) => document.createElement(tag);

	test('a letter is a key outside fields only', () => {
		expect(press(make('div'), { key: 'J' })).toBe('j');
		expect(press(make('textarea'), { key: 'j' })).toBeNull();
	});
	test('Space and Enter belong to a button that has the focus; letters do not', () => {
		expect(press(make('button'), { key: ' ' })).toBeNull();
		expect(press(make('button'), { key: 'Enter' })).toBeNull();
		expect(press(make('button'), { key: 'k' })).toBe('k');
	});
	test('Ctrl keys work in fields too, but a field undoes its own typing', () => {
		expect(press(make('textarea'), { key: 'Enter', ctrlKey: true })).toBe('ctrl+enter');
		expect(press(make('textarea'), { key: 'z', ctrlKey: true })).toBeNull();
		expect(press(make('div'), { key: 'z', ctrlKey: true })).toBe('ctrl+z');
	});
	test('a key that is held down acts once', () => expect(press(make('div'), { key: ' ', repeat: true })).toBeNull());
});

test('two different groups of the recovery code are asked for, all of them in turn', () => {
	const asked = new Set<number>();
	for (let i = 0; i < 300; i++) {
		const [a, b] = twoOf(6);
		expect(a).toBeLessThan(b);
		expect(b).toBeLessThan(6);
		asked.add(a).add(b);
	}
	expect(asked.size).toBe(6);
});

import { expect, test } from 'vitest';
import { readBirthDate } from '../src/lib/birthdate';

const now = new Date('2026-11-23T12:00:00Z');

test.each([
	['1968-03-14', '1968-03-14'],
	['19680314', '1968-03-14'],
	['14 Mar 1968', '1968-03-14'],
	['14th March 1968', '1968-03-14'],
	['March 14, 1968', '1968-03-14'],
	['Mar. 14 1968', '1968-03-14'],
	['14/03/1968', '1968-03-14'],
	['03/14/1968', '1968-03-14'],
	['14.3.1968', '1968-03-14'],
	['7/7/1990', '1990-07-07'],
	['29 Feb 2024', '2024-02-29'],
])('%s is %s', (typed, date) => expect(readBirthDate(typed, now)).toBe(date));

test.each(['03/04/1968', '3-4-1968', '1.12.2001'])('%s could be two dates', (typed) =>
	expect(readBirthDate(typed, now)).toBe('ambiguous'),
);

test.each(['', '29 Feb 2023', '32 Mar 1968', '14/14/1968', '14 Mat 1968', '2027-01-01', '1850-01-01', '14031968', 'x'])(
	'%s is no date of birth',
	(typed) => expect(readBirthDate(typed, now)).toBeNull(),
);

// Times, dates and people in the words and digits of the screen.

import type { Gender, PatientView } from './backend';
import { m } from './messages';

/** 03:26, or 1:03:26 from an hour on. */
export function clock(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	const two = (n: number) => String(n).padStart(2, '0');
	return h > 0 ? `${h}:${two(min)}:${two(s)}` : `${two(min)}:${two(s)}`;
}

/** 3:02: a place in a recording, short enough to stand beside a sentence. */
export function place(ms: number): string {
	return clock(ms).replace(/^0(?=\d:)/, '');
}

export function timeOfDay(iso: string): string {
	return new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

export function longDay(date: Date): string {
	return date.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
}

/** A calendar date (YYYY-MM-DD) as 12 Mar 1959, without a time zone's say in it. */
export function calendarDate(iso: string): string {
	return new Date(`${iso}T12:00:00Z`).toLocaleDateString('en-GB', {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		timeZone: 'UTC',
	});
}

/** "today" or the date of a moment, in local time. */
export function dayOf(iso: string, now = new Date()): string {
	const date = new Date(iso);
	return date.toDateString() === now.toDateString()
		? m.time.today
		: date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

export function minutes(ms: number): string {
	return ms < 60_000 ? m.time.seconds(Math.round(ms / 1000)) : m.time.minutes(Math.round(ms / 60_000));
}

const genderLetters: Record<Gender, string> = { female: 'F', male: 'M', other: 'X', unknown: '' };

export function fullName(patient: PatientView): string {
	return `${patient.given_name} ${patient.family_name}`.trim();
}

/** F · 67 y */
export function sexAndAge(patient: PatientView): string {
	const age = patient.age === null ? '' : m.patient.years(patient.age);
	return [genderLetters[patient.gender], age].filter(Boolean).join(' · ');
}

/** F · 67 y · 12 Mar 1959 · MRN 004-7712 */
export function patientLine(patient: PatientView): string {
	const born = patient.birth_date ? calendarDate(patient.birth_date) : '';
	const mrn = patient.mrn ? m.patient.mrn(patient.mrn) : '';
	return [sexAndAge(patient), born, mrn].filter(Boolean).join(' · ');
}

// Flags in the stand-in backend.

import type { SectionView, StatementView, User } from '../backend';
import { fail, type Consult } from './fake-records';

/** The statement of this id in the note. */
export function found(note: SectionView[], id: string): StatementView {
	const all = note.flatMap((section) => section.statements);
	return all.find((one) => one.id === id) ?? fail('not_found', 'This statement is not in the note any more.');
}

export function setFlag(note: SectionView[], id: string, remark: string, user: User): void {
	const statement = found(note, id);
	requireClearable(statement);
	statement.flag = { remark: remark || null, by: user.name, may_clear: true };
	statement.needs_resolution = true;
}

export function clearFlag(note: SectionView[], id: string): void {
	const statement = found(note, id);
	requireClearable(statement);
	statement.flag = null;
	statement.needs_resolution = statement.in_doubt;
}

/** Refuses to touch what is flagged and not this person's to clear. */
export function requireClearable(statement: StatementView): void {
	if (statement.flag?.may_clear === false)
		fail('not_allowed', 'Your role does not allow this.', 'Ask a clinician to do it.');
}

/** Shows the flags to whoever unlocks: a clinician clears all, a scribe their own. */
export function handOver(consults: Iterable<Consult>, user: User): void {
	for (const { versions } of consults) {
		for (const { flag } of versions.flat().flatMap((section) => section.statements))
			if (flag) flag.may_clear = user.role === 'clinician' || flag.by === user.name;
	}
}

// Who can unlock the stand-in backend, each by a passphrase of their own.

import type { NewPerson, NewVault, Role, User } from '../backend';
import { fail } from './fake-records';

export const FAKE_PASSPHRASE = 'correct horse battery staple';

type Person = { user: User; passphrase: string };

export class FakePeople {
	readonly #all: Person[];
	/** Who is at work, or was last. */
	current: User;

	constructor(role: Role) {
		this.current = { id: 'user-1', name: 'Dr A. Okafor', role };
		this.#all = [{ user: this.current, passphrase: FAKE_PASSPHRASE }];
	}

	get first(): Person {
		return this.#all[0] as Person;
	}

	list(): User[] {
		return structuredClone(this.#all.map(({ user }) => user));
	}

	/** The only one there is, in place of the one before. */
	begin({ name, passphrase }: NewVault): void {
		this.current = { id: 'user-1', name, role: 'clinician' };
		this.#all.splice(0, this.#all.length, { user: this.current, passphrase });
	}

	add({ name, role, passphrase }: NewPerson): User {
		if (this.current.role !== 'clinician') fail('not_allowed', 'Your role does not allow this.');
		if (this.#all.some((one) => one.passphrase === passphrase))
			fail('invalid_input', 'Choose another passphrase: this one is taken.');
		const user: User = { id: `user-${this.#all.length + 1}`, name, role };
		this.#all.push({ user, passphrase });
		return structuredClone(user);
	}

	/** Whether this passphrase is somebody's, who is then at work. */
	enter(passphrase: string): boolean {
		const person = this.#all.find((one) => one.passphrase === passphrase);
		if (person) this.current = person.user;
		return person !== undefined;
	}

	/** Whether it is the passphrase of who is at work. */
	isOwn(passphrase: string): boolean {
		return this.#all.some((one) => one.user.id === this.current.id && one.passphrase === passphrase);
	}
}

// The stand-in backend as the page's address asks for it: ?vault=locked&keyring=no&pace=5&consults=no

import type { Backend, VaultState } from '../backend';
import { Fake } from './fake';

export function fakeFromAddress(search: string): Backend {
	const asked = new URLSearchParams(search);
	return new Fake({
		vault: (asked.get('vault') ?? 'open') as VaultState,
		keyring: asked.get('keyring') !== 'no',
		consults: asked.get('consults') !== 'no',
		pace: Number(asked.get('pace') ?? '1'),
		role: asked.get('role') === 'scribe' ? 'scribe' : 'clinician',
	});
}

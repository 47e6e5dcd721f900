import { screen } from '@testing-library/svelte';
import type { UserEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FAKE_RECOVERY_CODE, open } from './open';

const PASSPHRASE = 'lamp orchard nine violins';

async function introduce(user: UserEvent, passphrase = PASSPHRASE, repeat = passphrase) {
	await user.type(await screen.findByTestId('first-run-name'), 'Dr B. Test');
	await user.type(screen.getByTestId('first-run-passphrase'), passphrase);
	await user.type(screen.getByTestId('first-run-repeat'), repeat);
}

async function typeGroup(user: UserEvent, testid: string, change = (group: string) => group) {
	const input = screen.getByTestId(testid);
	const group = FAKE_RECOVERY_CODE.split('-')[Number(input.dataset.group) - 1] ?? '';
	await user.clear(input);
	await user.type(input, change(group));
}

test('a new clinician gets from nothing to the sample consult', async () => {
	const { user, backend } = open({ vault: 'absent' });
	await introduce(user);
	expect(await screen.findByText(/Strength: Strong/)).toBeVisible();
	await user.keyboard('{Enter}');

	expect(await screen.findByTestId('recovery-code')).toHaveTextContent(/K7QM.*YZ83/);
	await typeGroup(user, 'recovery-group-a');
	await typeGroup(user, 'recovery-group-b', (group) => group.toLowerCase());
	await user.click(screen.getByTestId('recovery-continue'));

	await user.click(await screen.findByTestId('microphone-skip'));
	expect(screen.getByText(/not for patients/)).toBeVisible();
	await user.click(screen.getByTestId('models-continue'));
	await user.click(screen.getByTestId('sample-consult'));

	expect(await screen.findByTestId('note')).toBeVisible();
	expect(screen.getByText('Sample patient')).toBeVisible();
	expect((await backend.status()).user).toMatchObject({ name: 'Dr B. Test', role: 'clinician' });
});

test('a weak passphrase and one that is repeated differently are refused in words', async () => {
	const { user } = open({ vault: 'absent' });
	await introduce(user, 'short');
	await user.click(screen.getByTestId('first-run-continue'));
	expect(screen.getByTestId('form-problem')).toHaveTextContent('Add another word');

	await user.type(screen.getByTestId('first-run-passphrase'), ' and then much longer');
	await user.click(screen.getByTestId('first-run-continue'));
	expect(screen.getByTestId('form-problem')).toHaveTextContent('differ');
});

test('without a keyring the passphrase alone is a choice that must be made', async () => {
	const { user } = open({ vault: 'absent', keyring: false });
	await introduce(user);
	expect(screen.getByTestId('keyring-unavailable')).toHaveTextContent('gnome-keyring');
	await user.click(screen.getByTestId('first-run-continue'));
	expect(screen.getByTestId('form-problem')).toHaveTextContent('passphrase alone');
	expect(screen.queryByTestId('recovery-code')).toBeNull();

	await user.click(screen.getByTestId('passphrase-only'));
	await user.click(screen.getByTestId('first-run-continue'));
	expect(await screen.findByTestId('recovery-code')).toBeVisible();
});

test('a mistyped group of the recovery code is named, and the code stays on the screen', async () => {
	const { user } = open({ vault: 'absent' });
	await introduce(user);
	await user.keyboard('{Enter}');
	await screen.findByTestId('recovery-code');
	await typeGroup(user, 'recovery-group-a');
	await typeGroup(user, 'recovery-group-b', (group) => group.slice(1));
	await user.click(screen.getByTestId('recovery-continue'));

	const wrong = screen.getByTestId('recovery-group-b').dataset.group;
	expect(screen.getByTestId('form-problem')).toHaveTextContent(`Group ${wrong} is not as shown`);
	expect(screen.getByTestId('recovery-code')).toBeVisible();
});

test('the microphone check shows a level in words and stops when it is left', async () => {
	const { user, backend } = open({ vault: 'absent' });
	await introduce(user);
	await user.keyboard('{Enter}');
	await screen.findByTestId('recovery-code');
	await typeGroup(user, 'recovery-group-a');
	await typeGroup(user, 'recovery-group-b');
	await user.keyboard('{Enter}');

	expect(await screen.findByText('good level', {}, { timeout: 4000 })).toBeVisible();
	let stopped = false;
	backend.stopMicrophoneCheck = async () => {
		stopped = true;
	};
	await user.click(screen.getByTestId('microphone-continue'));
	expect(stopped).toBe(true);
});

import { screen, waitFor, within } from '@testing-library/svelte';
import type { UserEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Fake } from '../src/lib/backend/fake';
import { FAKE_PASSPHRASE, openReview, statement } from './open';

const SCRIBE = 'paper boats on quiet water';

/** A scribe unlocks what the clinician has locked. */
async function handOver(user: UserEvent, backend: Fake) {
	await backend.addUser({ name: 'Sam Tran', role: 'scribe', passphrase: SCRIBE });
	await unlockAs(user, SCRIBE);
}

async function unlockAs(user: UserEvent, passphrase: string) {
	await user.keyboard('{Control>}l{/Control}');
	await user.type(await screen.findByTestId('unlock-passphrase'), `${passphrase}{Enter}`);
	await screen.findByTestId('note');
}

const choose = async (user: UserEvent, text: RegExp) =>
	user.click(within(statement(text)).getByTestId('statement-text'));

test('a scribe flags by keyboard; the note waits until the clinician has answered', async () => {
	const { user, backend } = await openReview();
	await handOver(user, backend);
	await choose(user, /Denies fever/);
	await user.keyboard('f');
	expect(await screen.findByTestId('flag-remark')).toHaveFocus();
	await user.keyboard('chills, too?{Enter}');
	await waitFor(() => expect(statement(/Denies fever/)).toHaveAttribute('data-flagged', 'true'));
	expect(within(statement(/Denies fever/)).getByTestId('statement-text')).toHaveFocus();
	expect(screen.getByTestId('flag')).toHaveTextContent('Flagged by Sam Tran. chills, too?');
	expect(screen.getByTestId('count-flagged')).toHaveTextContent('1');
	expect(screen.getByTestId('checks')).toHaveAttribute('data-unresolved', '3');

	await unlockAs(user, FAKE_PASSPHRASE);
	await user.keyboard('{Control>}{Enter}{/Control}');
	expect(await screen.findByTestId('sign-blocked')).toHaveTextContent('3 statements are still to resolve');
	await user.keyboard('{Escape}');
	await user.click(screen.getByTestId('nav-today'));
	expect(await screen.findByText('Drafted, 3 to resolve, 1 flag')).toBeVisible();
	await user.click(screen.getByRole('button', { name: 'Review: Margaret Ellis' }));
	await screen.findByTestId('note');

	await choose(user, /Denies fever/);
	await user.keyboard('f');
	await waitFor(() => expect(statement(/Denies fever/)).toHaveAttribute('data-flagged', 'false'));
	expect(screen.queryByTestId('count-flagged')).toBeNull();
	await user.keyboard('{Control>}z{/Control}');
	await waitFor(() => expect(statement(/Denies fever/)).toHaveAttribute('data-flagged', 'true'));

	await user.keyboard('h');
	const marks = await screen.findAllByTestId('mark');
	expect(marks.map((one) => one.textContent.replace(/\s+/g, ' ').trim())).toContainEqual(
		'History of present illness: flagged Denies fever, locking and giving way. (chills, too?)',
	);
});

test('the clinician answers a flag by editing; a scribe does not', async () => {
	const { user, backend } = await openReview();
	await choose(user, /Denies fever/);
	await user.keyboard('f{Enter}');
	await waitFor(() => expect(statement(/Denies fever/)).toHaveAttribute('data-flagged', 'true'));
	await handOver(user, backend);
	await choose(user, /Denies fever/);
	await user.keyboard('e');
	await user.type(await screen.findByTestId('statement-editor'), ' Sleeps well.{Enter}');
	await waitFor(() => expect(statement(/Sleeps well/)).toHaveAttribute('data-flagged', 'true'));
	await unlockAs(user, FAKE_PASSPHRASE);
	await choose(user, /Sleeps well/);
	await user.keyboard('e');
	await user.type(await screen.findByTestId('statement-editor'), ' Eats well.{Enter}');
	await waitFor(() => expect(statement(/Eats well/)).toHaveAttribute('data-flagged', 'false'));
});

test('a scribe neither clears nor removes what another has flagged, and is told why', async () => {
	const { user, backend } = await openReview();
	await choose(user, /Denies fever/);
	await user.keyboard('f{Enter}');
	await waitFor(() => expect(statement(/Denies fever/)).toHaveAttribute('data-flagged', 'true'));
	await handOver(user, backend);
	const flagged = statement(/Denies fever/);
	expect(flagged).toHaveTextContent('A clinician clears this flag, or who set it.');
	expect(within(flagged).queryByTestId('clear-flag')).toBeNull();
	expect(within(flagged).queryByTestId('remove')).toBeNull();
	await choose(user, /Denies fever/);
	await user.keyboard('f{Backspace}');
	expect(statement(/Denies fever/)).toHaveAttribute('data-flagged', 'true');
});

test('a scribe keeps nothing and is told what to do in its place', async () => {
	const { user } = await openReview({ role: 'scribe' });
	const lungs = statement(/Lungs clear/);
	expect(within(lungs).queryByTestId('keep-examined')).toBeNull();
	expect(within(lungs).queryByTestId('keep-known')).toBeNull();
	expect(lungs).toHaveTextContent('Only a clinician keeps it as it is.');
	await choose(user, /Lungs clear/);
	await user.keyboard('k');
	expect(statement(/Lungs clear/)).toHaveAttribute('data-kept', '');
	expect(screen.queryByTestId('problem')).toBeNull();
	await user.click(within(statement(/Lungs clear/)).getByTestId('flag-statement'));
	await user.type(await screen.findByTestId('flag-remark'), 'examined?{Enter}');
	await waitFor(() => expect(statement(/Lungs clear/)).toHaveTextContent('Flagged by Dr A. Okafor. examined?'));
	await user.click(within(statement(/Lungs clear/)).getByTestId('remove'));
	await waitFor(() => expect(screen.queryByText(/Lungs clear/)).toBeNull());
});

test('Escape sets no flag', async () => {
	const { user } = await openReview();
	await choose(user, /Denies fever/);
	await user.keyboard('fchills?{Escape}');
	await waitFor(() => expect(screen.queryByTestId('flag-remark')).toBeNull());
	expect(statement(/Denies fever/)).toHaveAttribute('data-flagged', 'false');
});

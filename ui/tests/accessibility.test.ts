import { screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { FAKE_PASSPHRASE, FAKE_RECOVERY_CODE, open, openReview } from './open';

/** What axe finds, as lines. Colours need a real browser: jsdom draws nothing. */
async function violations(): Promise<string[]> {
	const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
	return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test('first run, every step', async () => {
	const { user } = open({ vault: 'absent', keyring: false });
	await user.type(await screen.findByTestId('first-run-name'), 'Dr B. Test');
	await user.type(screen.getByTestId('first-run-passphrase'), FAKE_PASSPHRASE);
	await user.type(screen.getByTestId('first-run-repeat'), FAKE_PASSPHRASE);
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('passphrase-only'));
	await user.click(screen.getByTestId('first-run-continue'));

	await screen.findByTestId('recovery-code');
	expect(await violations()).toEqual([]);
	for (const testid of ['recovery-group-a', 'recovery-group-b']) {
		const input = screen.getByTestId(testid);
		await user.type(input, FAKE_RECOVERY_CODE.split('-')[Number(input.dataset.group) - 1] ?? '');
	}
	await user.click(screen.getByTestId('recovery-continue'));

	await screen.findByTestId('level');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('microphone-skip'));
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('models-continue'));
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('go-to-today'));
	await screen.findByText('No consults yet');
	expect(await violations()).toEqual([]);
});

test('unlock and recovery', async () => {
	const { user } = open({ vault: 'locked' });
	await user.type(await screen.findByTestId('unlock-passphrase'), 'wrong{Enter}');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('use-recovery-code'));
	expect(await violations()).toEqual([]);
});

test('the menu of a section', async () => {
	const { user } = await openReview();
	await user.click(screen.getAllByTestId('section-menu')[0] as HTMLElement);
	await screen.findByRole('menu');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('section-instruction'));
	await screen.findByTestId('instruction');
	expect(await violations()).toEqual([]);
});

test('today, new consult, keys, consent and recording', async () => {
	const { user } = open({ pace: 10 });
	await screen.findByTestId('worklist');
	expect(await violations()).toEqual([]);
	await user.keyboard('?');
	await screen.findByTestId('key-list');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('key-list-close'));
	await user.keyboard('n');
	await user.click(await screen.findByTestId('patient-existing'));
	await screen.findAllByTestId('patient-choice');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByRole('radio', { name: /Grace Kim/ }));
	await user.click(screen.getByTestId('create-consult'));
	await user.click(await screen.findByTestId('record'));
	await screen.findByTestId('consent-dialog');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('stop');
	expect(await violations()).toEqual([]);
});

test('models, while one is installed and a recommendation is asked for', async () => {
	const { user } = open({ pace: 5 });
	await user.click(await screen.findByTestId('nav-models'));
	await screen.findAllByTestId('model-row');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByRole('button', { name: 'Install Whisper base, English' }));
	await screen.findByTestId('cancel-model');
	await user.click(screen.getByTestId('recommend-speech'));
	expect(await violations()).toEqual([]);
});

test('settings', async () => {
	const { user } = open();
	await user.click(await screen.findByTestId('nav-settings'));
	await user.click(await screen.findByTestId('retention-days'));
	expect(await violations()).toEqual([]);
});

test('templates and snippets, with what is wrong in them', async () => {
	const { user } = open();
	await user.click(await screen.findByTestId('nav-templates'));
	await screen.findByTestId('template-text');
	expect(await violations()).toEqual([]);
	await user.keyboard('c');
	await user.type(await screen.findByTestId('copy-name'), 'ours{Enter}');
	await user.type(await screen.findByTestId('template-editor'), 'nonsense');
	await user.click(screen.getByTestId('save-template'));
	await screen.findByText(/^Line \d+:/);
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('from-note'));
	await screen.findByTestId('from-note-text');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('tab-snippets'));
	await screen.findByTestId('snippet-text');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('remove-snippet'));
	await screen.findByTestId('remove-dialog');
	expect(await violations()).toEqual([]);
});

test('a snippet while a statement is written', async () => {
	const { user } = await openReview();
	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.click(await screen.findByTestId('snippet'));
	await screen.findAllByTestId('snippet-choice');
	expect(await violations()).toEqual([]);
	await user.keyboard('{Enter}');
	await screen.findByTestId('field');
	expect(await violations()).toEqual([]);
	await user.click(screen.getByTestId('snippet-insert'));
	await user.click(await screen.findByTestId('statement-save'));
	await screen.findByTestId('open-field');
	expect(await violations()).toEqual([]);
});

test('a person to be added', async () => {
	const { user } = open();
	await user.click(await screen.findByTestId('nav-settings'));
	await user.click(await screen.findByTestId('add-person'));
	await screen.findByTestId('add-person-dialog');
	expect(await violations()).toEqual([]);
});

test('a flag, and its remark being typed', async () => {
	const { user } = await openReview();
	await user.keyboard('jf');
	await screen.findByTestId('flag-remark');
	expect(await violations()).toEqual([]);
	await user.keyboard('left or right?{Enter}');
	await screen.findByTestId('flag');
	expect(await violations()).toEqual([]);
});

test('what was said, corrected, doubted and heard again', async () => {
	const { user, backend } = await openReview();
	await backend.correctPassage('encounter-1', 0, 'How is the eye be profen?');
	screen.getByTestId('spoken').focus();
	await user.keyboard('{ArrowDown}s');
	await screen.findByTestId('suggestion');
	expect(await violations()).toEqual([]);
	await user.keyboard('c');
	await screen.findByTestId('passage-editor');
	expect(await violations()).toEqual([]);
	await user.keyboard('{Escape}');
	await user.click(screen.getByTestId('transcripts'));
	await screen.findByTestId('transcript-record');
	expect(await violations()).toEqual([]);
});

test('what is typed on as a new statement, and a section that cannot be written in', async () => {
	const { user, backend } = await openReview({ pace: 1 });
	await user.keyboard('je');
	await user.type(await screen.findByTestId('statement-editor'), ' Really.');
	const statements = (await backend.note('encounter-1')).sections.flatMap((section) => section.statements);
	await backend.removeStatement('encounter-1', statements.find((one) => one.needs_resolution)?.id ?? '');
	await user.keyboard('{Enter}');
	await screen.findByTestId('displaced');
	expect(await violations()).toEqual([]);
	await user.keyboard('{Enter}');
	await waitFor(() => expect(screen.queryByTestId('statement-editor')).toBeNull());
	await user.keyboard('r');
	await user.click(await screen.findByTestId('section-again'));
	await screen.findByTestId('section-redrafting');
	await user.click(screen.getAllByLabelText('Add to Examination')[0] as HTMLElement);
	await screen.findByText(/Write in it when that is done/);
	expect(await violations()).toEqual([]);
});

test('review, editing, signing and the signed note', async () => {
	const { user } = await openReview();
	expect(await violations()).toEqual([]);
	await user.keyboard('je');
	await screen.findByTestId('statement-editor');
	expect(await violations()).toEqual([]);
	await user.keyboard('{Escape}{Backspace}');
	await user.keyboard('j{Backspace}');
	await screen.findByText('Nothing left to resolve.');
	await user.click(screen.getByTestId('sign'));
	await screen.findByTestId('attestation');
	expect(await violations()).toEqual([]);
	await user.type(screen.getByTestId('sign-passphrase'), `${FAKE_PASSPHRASE}{Enter}`);
	await user.click(await screen.findByTestId('export-text'));
	await screen.findByTestId('export-outcome');
	expect(await violations()).toEqual([]);
});

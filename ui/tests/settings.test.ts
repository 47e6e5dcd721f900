import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { FAKE_PASSPHRASE, open, openReview, statement } from './open';

test('how long recordings stay and the words of the clinic are kept', async () => {
	const { user, backend } = open();
	await user.click(await screen.findByTestId('nav-settings'));
	expect(await screen.findByTestId('retention-until_signed')).toBeChecked();
	await user.click(screen.getByTestId('retention-days'));
	await user.clear(screen.getByTestId('retention-number'));
	expect(screen.getByTestId('save-settings')).toBeDisabled();
	await user.type(screen.getByTestId('retention-number'), '14');
	await user.type(screen.getByTestId('clinic-words'), 'Lindenhof{Enter}  {Enter}Dr Okafor');
	await user.selectOptions(screen.getByTestId('add-language'), 'French');
	await user.selectOptions(screen.getByTestId('add-language'), 'German');
	await user.click(screen.getByRole('button', { name: 'Remove French' }));
	await user.click(screen.getByTestId('translate'));
	await user.click(screen.getByTestId('suppress-noise'));
	expect(screen.getByTestId('lock-after')).toHaveDisplayValue('10 minutes');
	await user.selectOptions(screen.getByTestId('lock-after'), '15 minutes');
	expect(screen.getByTestId('first-template')).toHaveDisplayValue('SOAP note');
	await user.selectOptions(screen.getByTestId('first-template'), 'Progress note');
	await user.click(screen.getByTestId('save-settings'));
	await waitFor(() => expect(screen.getByTestId('settings-said')).toHaveTextContent('Saved.'));
	expect(await backend.settings()).toEqual({
		audio_retention: { kind: 'days', days: 14 },
		clinic_words: ['Lindenhof', 'Dr Okafor'],
		languages: ['en', 'de'],
		translate: true,
		suppress_noise: true,
		lock_after_minutes: 15,
		first_template: 'progress',
	});

	await user.click(screen.getByTestId('nav-today'));
	await user.click(screen.getByTestId('nav-settings'));
	expect(await screen.findByTestId('retention-days')).toBeChecked();
	expect(screen.getByTestId('clinic-words')).toHaveValue('Lindenhof\nDr Okafor');
});

test('signing says whether the recording goes with it', async () => {
	const { user, backend } = await openReview();
	const asked = async () => {
		await user.click(screen.getByTestId('sign'));
		await screen.findByTestId('attestation');
	};
	for (const text of [/Right knee/, /Lungs clear/]) {
		await user.click(within(statement(text)).getByTestId('statement-text'));
		await user.keyboard('{Backspace}');
		await waitFor(() => expect(() => statement(text)).toThrow());
	}
	await asked();
	expect(await screen.findByTestId('recording-goes')).toBeVisible();
	await user.click(screen.getByTestId('sign-dialog-close'));
	await backend.saveSettings({ ...(await backend.settings()), audio_retention: { kind: 'keep' } });
	await asked();
	expect(screen.queryByTestId('recording-goes')).toBeNull();
});

test('a clinician adds a scribe, who then unlocks with a passphrase of their own', async () => {
	const { user } = open();
	await user.click(await screen.findByTestId('nav-settings'));
	expect(await screen.findByTestId('person')).toHaveTextContent('Dr A. Okafor Clinician You');
	await user.click(screen.getByTestId('add-person'));
	await user.click(await screen.findByTestId('person-add'));
	expect(screen.getByText('Type the name.')).toBeVisible();
	await user.type(screen.getByTestId('person-name'), 'Sam Tran');
	for (const testid of ['person-passphrase', 'person-repeat'])
		await user.type(screen.getByTestId(testid), FAKE_PASSPHRASE);
	await user.click(screen.getByTestId('person-add'));
	expect(await screen.findByText(/this one is taken/)).toBeVisible();
	for (const testid of ['person-passphrase', 'person-repeat']) {
		await user.clear(screen.getByTestId(testid));
		await user.type(screen.getByTestId(testid), 'paper boats on quiet water');
	}
	await user.click(screen.getByTestId('person-add'));
	await waitFor(() => expect(screen.getAllByTestId('person')).toHaveLength(2));

	await user.keyboard('{Control>}l{/Control}');
	await user.type(await screen.findByTestId('unlock-passphrase'), 'paper boats on quiet water{Enter}');
	await waitFor(() => expect(screen.getAllByTestId('person')[1]).toHaveTextContent('Sam Tran Scribe You'));
	expect(screen.queryByTestId('add-person')).toBeNull();
});

test('a scribe reads the settings and changes none', async () => {
	const { user } = open({ role: 'scribe' });
	await user.click(await screen.findByTestId('nav-settings'));
	expect(await screen.findByTestId('clinic-words')).toBeDisabled();
	expect(screen.queryByTestId('save-settings')).toBeNull();
	expect(await screen.findByTestId('formulary-size')).toBeVisible();
	expect(screen.queryByTestId('import-formulary')).toBeNull();
});

test('names of medicines are imported, what could not be read is told, and they are removed again', async () => {
	const { user, backend } = open();
	await user.click(await screen.findByTestId('nav-settings'));
	expect(await screen.findByTestId('formulary-size')).toHaveTextContent('1,841 names come with Dictum.');
	expect(screen.queryByTestId('remove-formulary')).toBeNull();
	await user.click(screen.getByTestId('import-formulary'));
	await waitFor(() => expect(screen.getByTestId('formulary-said')).toHaveTextContent('25,604 names are imported.'));
	expect(screen.getByTestId('formulary-said')).toHaveTextContent('line 512: it is not UTF-8');
	expect(screen.getByTestId('formulary-size')).toHaveTextContent('24,018 are imported besides');
	await user.click(screen.getByTestId('remove-formulary'));
	await waitFor(() => expect(screen.getByTestId('formulary-size')).not.toHaveTextContent('imported'));

	backend.formularyFile('letter.pdf');
	await user.click(screen.getByTestId('import-formulary'));
	expect(await screen.findByText(/This is not a list of names/)).toBeVisible();
	backend.formularyFile(null);
	await user.click(screen.getByTestId('import-formulary'));
	expect(screen.getByTestId('formulary-said')).toHaveTextContent('');
});

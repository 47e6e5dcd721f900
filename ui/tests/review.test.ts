import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { FAKE_PASSPHRASE, openReview, statement } from './open';

test('by keyboard alone: the unsupported is kept, the contradicted is corrected, the note is signed', async () => {
	const { user, backend } = await openReview();
	expect(statement(/Right knee/)).toHaveAttribute('data-verdict', 'contradicted');
	expect(statement(/Lungs clear/)).toHaveAttribute('data-verdict', 'unsupported');

	await user.keyboard('{Control>}{Enter}{/Control}');
	expect(await screen.findByTestId('sign-blocked')).toHaveTextContent('2 statements are still to resolve');
	expect(screen.queryByTestId('sign-passphrase')).toBeNull();
	await user.keyboard('{Enter}'); // Show the next
	await waitFor(() => expect(within(statement(/Right knee/)).getByTestId('statement-text')).toHaveFocus());

	await user.keyboard('e');
	await user.clear(await screen.findByTestId('statement-editor'));
	await user.keyboard('Left knee flexion limited to 110°.{Enter}');
	await waitFor(() => expect(statement(/Left knee flexion/)).toHaveAttribute('data-origin', 'clinician'));

	await user.keyboard('j');
	await waitFor(() => expect(within(statement(/Lungs clear/)).getByTestId('statement-text')).toHaveFocus());
	await user.keyboard('k');
	await waitFor(() => expect(statement(/Lungs clear/)).toHaveAttribute('data-kept', 'examined'));
	expect(screen.getByTestId('checks')).toHaveAttribute('data-unresolved', '0');

	await user.keyboard('{Control>}{Enter}{/Control}');
	expect(await screen.findByTestId('attestation')).toHaveTextContent('I have read this note');
	expect(screen.queryByTestId('sign-overlooked')).toBeNull();
	await user.type(screen.getByTestId('sign-passphrase'), 'wrong{Enter}');
	expect(await screen.findByText(/The note is not signed/)).toBeVisible();
	await user.type(screen.getByTestId('sign-passphrase'), `${FAKE_PASSPHRASE}{Enter}`);

	expect(await screen.findByTestId('signature')).toHaveTextContent('Signed by Dr A. Okafor');
	expect(screen.queryByTestId('add-statement')).toBeNull();
	expect((await backend.note('encounter-1')).signature).not.toBeNull();
});

test('what the note leaves out is said once more before it is signed', async () => {
	const { user, backend } = await openReview();
	for (const text of [/stomach ulcer/, /Right knee/, /Lungs clear/]) {
		await user.click(within(statement(text)).getByTestId('statement-text'));
		await user.keyboard('{Backspace}');
	}
	await waitFor(() => expect(screen.getByTestId('checks')).toHaveAttribute('data-unresolved', '0'));
	await user.keyboard('{Control>}{Enter}{/Control}');
	expect(await screen.findByTestId('sign-overlooked')).toHaveTextContent('A stomach ulcer was spoken of.');
	await user.type(screen.getByTestId('sign-passphrase'), `${FAKE_PASSPHRASE}{Enter}`);
	await waitFor(async () => expect((await backend.note('encounter-1')).signature).not.toBeNull());
});

test('numbers are shown as a clinician writes them, with the words that were heard', async () => {
	await openReview();
	const vitals = screen.getAllByTestId('segment').filter((one) => within(one).queryByTestId('heard'));
	expect(vitals).toHaveLength(1);
	expect(vitals[0]).toHaveTextContent(/Blood pressure was 118\/76.*heard: Blood pressure was one eighteen over/);
});

test('what a statement says field by field stands below it, unless it is a figure already', async () => {
	const { user } = await openReview();
	const pain = statement(/knee pain for 4 days/);
	expect(within(pain).getByTestId('details')).toHaveTextContent('Finding: knee pain · Side: left · Duration: 4 days');
	expect(within(statement(/118\/76/)).queryByTestId('details')).toBeNull();
	expect(within(statement(/Denies fever/)).queryByTestId('details')).toBeNull();

	await user.click(within(pain).getByTestId('statement-text'));
	await user.keyboard('e');
	await user.clear(await screen.findByTestId('statement-editor'));
	await user.keyboard('Sore knee.{Enter}');
	await waitFor(() => expect(within(statement(/Sore knee/)).queryByTestId('details')).toBeNull());
});

test('the evidence of the focused statement is marked in what was said', async () => {
	const { user } = await openReview();
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	const lit = screen.getAllByTestId('segment').filter((one) => one.dataset.evidence === 'true');
	expect(lit.map((one) => one.dataset.segment)).toEqual(['3', '4']);
	expect(statement(/Denies fever/)).toHaveTextContent('0:38 0:42');
});

test('Escape leaves a statement as it was; what is unsaved is saved before another is opened', async () => {
	const { user } = await openReview();
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('e');
	await user.type(await screen.findByTestId('statement-editor'), ' nonsense{Escape}');
	expect(statement(/Denies fever/)).not.toHaveTextContent('nonsense');
	expect(statement(/Denies fever/)).toHaveAttribute('data-origin', 'model');

	await user.keyboard('e');
	await user.type(await screen.findByTestId('statement-editor'), ' Sleeps well.');
	await user.click(within(statement(/Lungs clear/)).getByTestId('edit'));
	await waitFor(() => expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician'));
});

test('Backspace removes, Ctrl Z brings back, and a statement can be added to a section', async () => {
	const { user } = await openReview();
	await user.click(within(statement(/stomach ulcer/)).getByTestId('statement-text'));
	await user.keyboard('{Backspace}');
	await waitFor(() => expect(screen.queryByText('Past history of stomach ulcer.')).toBeNull());
	expect(screen.getByTestId('omission')).toHaveTextContent(/A stomach ulcer was spoken of\. \d:\d\d/);
	await user.keyboard('{Control>}z{/Control}');
	expect(await screen.findByText('Past history of stomach ulcer.')).toBeVisible();
	expect(screen.queryByTestId('omission')).toBeNull();

	expect(within(screen.getByTestId('note')).getAllByText('Not documented.')).toHaveLength(1);
	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.type(await screen.findByTestId('statement-editor'), 'Penicillin, rash.{Enter}');
	await waitFor(() => expect(statement(/Penicillin, rash/)).toHaveAttribute('data-origin', 'clinician'));
	expect(within(screen.getByTestId('note')).queryByText('Not documented.')).toBeNull();
});

test('a section is drafted again by keyboard, and what was edited in it stays', async () => {
	const { user } = await openReview();
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('e');
	await user.type(await screen.findByTestId('statement-editor'), ' Sleeps well.{Enter}');
	await waitFor(() => expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician'));
	await user.keyboard('r');
	await waitFor(() => expect(screen.getByTestId('section-again')).toHaveFocus());
	await user.keyboard('{ArrowDown}');
	expect(screen.getByTestId('section-longer')).toHaveFocus();
	await user.keyboard('{ArrowUp}{ArrowUp}');
	expect(screen.getByTestId('section-instruction')).toHaveFocus();
	await user.keyboard('e{Escape}');
	expect(screen.queryByRole('menu')).toBeNull();
	expect(screen.queryByTestId('statement-editor')).toBeNull();
	expect(screen.getByRole('button', { expanded: false, name: /history of present illness again/i })).toHaveFocus();

	await user.keyboard('{Enter}{ArrowDown}{Enter}');
	await waitFor(() => expect(screen.getAllByText(/In every detail/).length).toBeGreaterThan(0));
	expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician');
	await user.keyboard('{Control>}z{/Control}');
	await waitFor(() => expect(screen.queryByText(/In every detail/)).toBeNull());
});

test('a section is drafted again as the clinician asks', async () => {
	const { user } = await openReview();
	const plan = screen.getAllByTestId('section').at(-1) as HTMLElement;
	await user.click(within(plan).getByTestId('section-menu'));
	await user.click(within(plan).getByTestId('section-instruction'));
	const field = await screen.findByTestId('instruction');
	expect(field).toHaveFocus();
	await user.keyboard('{Enter}');
	expect(field).toBeVisible();
	await user.type(field, 'Say why.{Enter}');
	await waitFor(() => expect(within(plan).getAllByText(/Say why\./).length).toBeGreaterThan(0));
	expect(screen.queryByTestId('instruction')).toBeNull();
});

test('the history says how the draft was made', async () => {
	const { user } = await openReview();
	await user.keyboard('h');
	const card = await screen.findByTestId('draft-card');
	expect(card).not.toHaveAttribute('open');
	await user.click(within(card).getByText('How the draft was made'));
	expect(card).toHaveTextContent('sample-1b, weights Q4_K_M');
	expect(card).toHaveTextContent('7f'.repeat(32));
	expect(card).toHaveTextContent('temperature 0, seed 0');
	expect(card).toHaveTextContent('read in 0.8 s, written in 6.4 s');
	expect(card).toHaveTextContent('7 supported, 1 unsupported, 1 contradicted');
});

test('the history shows who changed which words', async () => {
	const { user } = await openReview();
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('e');
	await user.type(await screen.findByTestId('statement-editor'), ' Sleeps well.{Enter}');
	await waitFor(() => expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician'));
	await user.keyboard('h');
	const dialog = await screen.findByTestId('history-dialog');
	const [newest] = await within(dialog).findAllByTestId('version');
	expect(newest).toHaveTextContent('Version 2 Dr A. Okafor');
	const change = within(newest as HTMLElement).getByTestId('change');
	expect(change.querySelector('ins')).toHaveTextContent('Sleeps well.');
	expect(change.querySelector('del')).toBeNull();
	await user.click(screen.getByTestId('history-dialog-close'));
	await waitFor(() => expect(screen.queryByTestId('history-dialog')).toBeNull());
});

test('a note can be drafted anew as another kind, which need not have the parts of SOAP', async () => {
	const { user } = await openReview();
	const note = screen.getByTestId('note');
	expect(within(note).getByRole('heading', { name: 'Subjective' })).toBeVisible();
	expect(screen.getByTestId('template')).toHaveValue('soap');
	await user.selectOptions(screen.getByTestId('template'), 'Referral letter');
	await user.click(screen.getByTestId('redraft'));
	await waitFor(() => expect(within(note).queryByRole('heading', { name: 'Subjective' })).toBeNull());
	expect(screen.getByTestId('template')).toHaveValue('referral');
});

test('what is being typed is written before the window locks', async () => {
	const { user, backend } = await openReview();
	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.type(await screen.findByTestId('statement-editor'), 'Penicillin, rash.');
	await user.keyboard('{Control>}l{/Control}');
	await user.type(await screen.findByTestId('unlock-passphrase'), `${FAKE_PASSPHRASE}{Enter}`);
	await screen.findByTestId('note');
	expect(statement(/Penicillin, rash/)).toBeVisible();
	expect((await backend.worklist()).find((row) => row.id === 'encounter-1')?.stage).toBe('drafted');
});

test('a signed note is exported and copied only on a click, each with its outcome', async () => {
	const { user } = await openReview();
	await user.click(screen.getByTestId('nav-today'));
	await user.click(await screen.findByRole('button', { name: 'View: Peter Lund' }));
	await screen.findByTestId('signature');
	expect(screen.queryByTestId('export-outcome')).toBeNull();

	await user.click(screen.getByTestId('export-fhir'));
	expect(await screen.findByTestId('export-outcome')).toHaveTextContent(/written to.*Lund-note\.fhir\.json/);
	await user.click(screen.getByTestId('copy-text'));
	expect(await screen.findByText('The note is on the clipboard.')).toBeVisible();
	expect(await navigator.clipboard.readText()).toContain('Left patellar contusion');
});

test('a scribe does not sign', async () => {
	const { user } = await openReview({ role: 'scribe' });
	expect(screen.queryByTestId('sign')).toBeNull();
	await user.keyboard('{Control>}{Enter}{/Control}');
	expect(screen.queryByTestId('sign-dialog')).toBeNull();
	expect(screen.getByText('A clinician signs this note.')).toBeVisible();
});

test('what was changed behind the dialog is not signed unread', async () => {
	const { user, backend } = await openReview();
	for (const text of [/Right knee/, /Lungs clear/]) {
		await user.click(within(statement(text)).getByTestId('statement-text'));
		await user.keyboard('{Backspace}');
	}
	await waitFor(() => expect(screen.getByTestId('checks')).toHaveAttribute('data-unresolved', '0'));
	await user.keyboard('{Control>}{Enter}{/Control}');
	const passphrase = await screen.findByTestId('sign-passphrase');
	await backend.addStatement('encounter-1', 'plan_education', 'Denies fever.');
	await user.type(passphrase, `${FAKE_PASSPHRASE}{Enter}`);
	expect(await screen.findByText(/The note was changed meanwhile/)).toBeVisible();
	expect((await backend.note('encounter-1')).signature).toBeNull();
	const version = String((await backend.note('encounter-1')).version);
	await waitFor(() => expect(screen.getByTestId('note')).toHaveAttribute('data-version', version));
});

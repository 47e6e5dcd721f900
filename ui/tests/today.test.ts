import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { FAKE_PASSPHRASE, open } from './open';

test('the worklist says the state of each consult in words, and Enter opens the draft that waits', async () => {
	const { user } = open();
	const list = within(await screen.findByTestId('worklist'));
	expect(list.getByText('Interrupted, 18:42 saved')).toBeVisible();
	expect(list.getByText('Drafted, 2 to resolve')).toBeVisible();
	expect(list.getByText('Signed')).toBeVisible();
	await user.keyboard('{Enter}');
	expect(await screen.findByTestId('note')).toBeVisible();
});

test('arrows choose a consult; a planned one opens to be recorded', async () => {
	const { user } = open();
	await screen.findByTestId('worklist');
	await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{Enter}');
	expect(await screen.findByTestId('record')).toBeVisible();
	expect(screen.getByTestId('patient-banner')).toHaveTextContent('Grace Kim');
});

test('an interrupted recording is announced with what is safe, and is finished into a note', async () => {
	const { user } = open();
	expect(await screen.findByTestId('interrupted')).toHaveTextContent('Daniel Reyes');
	expect(screen.getByTestId('interrupted')).toHaveTextContent('safe up to 18:42');
	await user.click(within(screen.getByTestId('interrupted')).getByTestId('finish-interrupted'));
	expect(await screen.findByTestId('note')).toBeVisible();
});

test('an interrupted recording opens from its row without being finished, and goes on where it stood', async () => {
	const { user, backend } = open({ pace: 20 });
	await user.click(await screen.findByRole('button', { name: 'Open: Daniel Reyes' }));
	expect(await screen.findByTestId('consult-state')).toHaveAttribute('data-phase', 'interrupted');
	expect((await backend.encounter('encounter-0')).row.stage).toBe('interrupted');
	expect(screen.getByTestId('finish-interrupted')).toBeVisible();
	await user.keyboard(' ');
	expect(await screen.findByTestId('stop')).toBeVisible();
	const recording = (await backend.status()).recording;
	expect(recording?.encounter_id).toBe('encounter-0');
	expect(recording?.elapsed_ms).toBeGreaterThanOrEqual(1_122_000);
});

test('an interrupted dictation goes on as a dictation', async () => {
	const { user, backend } = open({ pace: 20 });
	const real = backend.encounter.bind(backend);
	backend.encounter = async (id) => {
		const view = await real(id);
		return { ...view, row: { ...view.row, dictation: true } };
	};
	await user.click(await screen.findByRole('button', { name: 'Open: Daniel Reyes' }));
	await user.click(await screen.findByTestId('go-on-recording'));
	expect(await screen.findByTestId('consult-state')).toHaveAttribute('data-phase', 'dictating');
	expect((await backend.worklist())[0]?.dictation).toBe(true);
});

test('a note that was being made when Dictum ended is offered to be finished', async () => {
	const { user } = open({ left: 'needs_attention' });
	expect(await screen.findByTestId('unfinished')).toHaveTextContent('The note of Amina Yusuf at 11:00');
	await user.click(within(screen.getByTestId('unfinished')).getByTestId('finish-interrupted'));
	expect(await screen.findByTestId('note')).toBeVisible();
	expect(screen.getByTestId('patient-banner')).toHaveTextContent('Amina Yusuf');
});

test('a recording that was being transcribed again when Dictum ended is offered to be gone on with', async () => {
	const { user, backend } = open({ pace: 20 });
	const real = backend.worklist.bind(backend);
	backend.worklist = async () =>
		(await real()).map((row) => ({ ...row, again_cut_short: row.patient.family_name === 'Ellis' }));
	const taken: string[] = [];
	const encounter = backend.encounter.bind(backend);
	backend.encounter = async (id) => ({ ...(await encounter(id)), stoppable: taken.includes(id) ? 'again' : null });
	backend.finishInterrupted = async (id) => void taken.push(id);
	const offer = await screen.findByTestId('unfinished');
	expect(offer).toHaveTextContent('The recording of Margaret Ellis at 10:40 was being transcribed again');
	expect(offer).toHaveTextContent('The note is then drafted anew from it, and Undo brings the present one back.');
	await user.click(within(offer).getByRole('button', { name: 'Go on with it' }));
	expect(taken).toEqual(['encounter-1']);
	expect(await screen.findByTestId('note')).toBeVisible();
	expect(screen.getByText('Transcribing the recording again.')).toBeVisible();
	expect(screen.getByTestId('stop-again')).toBeVisible();
});

test('an offer to finish is put off until Dictum is locked; the consult stays in the list with its offer', async () => {
	const { user, backend } = open({ left: 'needs_attention' });
	await screen.findByTestId('unfinished');
	await user.click(screen.getByRole('button', { name: 'Not now: Amina Yusuf' }));
	expect(screen.queryByTestId('unfinished')).toBeNull();
	expect(screen.getByTestId('interrupted')).toHaveTextContent('Daniel Reyes');
	await user.click(screen.getByRole('button', { name: 'Not now: Daniel Reyes' }));
	await user.click(screen.getByTestId('nav-models'));
	await screen.findAllByTestId('model-row');
	await user.click(screen.getByTestId('nav-today'));
	await user.click(await screen.findByRole('button', { name: 'Open: Amina Yusuf' }));
	expect(await screen.findByTestId('finish-interrupted')).toBeVisible();
	await user.click(screen.getByTestId('nav-today'));
	await screen.findByTestId('worklist');
	expect(screen.queryByTestId('put-off')).toBeNull();
	expect((await backend.worklist()).map((row) => row.stage)).toContain('interrupted');
	await user.click(screen.getByTestId('lock'));
	await user.type(await screen.findByTestId('unlock-passphrase'), `${FAKE_PASSPHRASE}{Enter}`);
	expect(await screen.findByTestId('unfinished')).toBeVisible();
});

test('N starts a consult with a new patient', async () => {
	const { user } = open({ consults: false });
	await screen.findByText('No consults yet');
	await user.keyboard('n');
	await user.click(await screen.findByTestId('create-consult'));
	expect(screen.getByTestId('form-problem')).toHaveTextContent('Type the family name');

	await user.type(screen.getByTestId('patient-family'), 'Ng');
	await user.type(screen.getByTestId('patient-given'), 'Anna');
	await user.type(screen.getByTestId('patient-birth'), '01/04/1990{Enter}');
	expect(screen.getByTestId('form-problem')).toHaveTextContent('Day or month first?');
	await user.clear(screen.getByTestId('patient-birth'));
	await user.type(screen.getByTestId('patient-birth'), '1 April 1990');
	expect(screen.getByTestId('birth-echo')).toHaveTextContent('1 Apr 1990');
	await user.selectOptions(screen.getByTestId('patient-gender'), 'female');
	await user.type(screen.getByTestId('patient-allergies'), 'Latex, Codeine');
	await user.type(screen.getByTestId('consult-reason'), 'Cough{Enter}');

	const banner = await screen.findByTestId('patient-banner');
	expect(banner).toHaveTextContent('Anna Ng');
	expect(banner).toHaveTextContent('1 Apr 1990');
	expect(banner).toHaveTextContent('Latex, Codeine');
});

test('a known patient is found by name', async () => {
	const { user } = open();
	await screen.findByTestId('worklist');
	await user.keyboard('n');
	await user.click(await screen.findByTestId('patient-existing'));
	await user.type(screen.getByTestId('patient-search'), 'lund');
	await user.click(await screen.findByRole('radio', { name: /Peter Lund/ }));
	expect(screen.getAllByTestId('patient-choice')).toHaveLength(1);
	await user.click(screen.getByTestId('create-consult'));
	expect(await screen.findByTestId('patient-banner')).toHaveTextContent('Peter Lund');
});

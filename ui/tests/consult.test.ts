import { screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { FakeOptions } from '../src/lib/backend/fake';
import { open } from './open';

async function openPlanned(options: FakeOptions = {}) {
	const opened = open(options);
	await screen.findByTestId('worklist');
	await opened.user.click(screen.getByRole('button', { name: 'Start: Grace Kim' }));
	await screen.findByTestId('record');
	return opened;
}

test('nothing is recorded before consent; then it records, pauses, stops, and the note opens by itself', async () => {
	const { user, backend } = await openPlanned({ pace: 40 });
	expect(screen.queryByTestId('language')).toBeNull();
	await user.keyboard(' ');
	expect(await screen.findByTestId('consent-dialog')).toBeVisible();
	expect((await backend.status()).recording).toBeNull();
	await user.click(screen.getByTestId('consent-confirm'));
	expect(screen.getByTestId('form-problem')).toHaveTextContent('choose what they answered');
	await user.click(screen.getByTestId('consent-written'));
	await user.click(screen.getByTestId('consent-confirm'));

	await screen.findByTestId('stop');
	expect(screen.getByTestId('consent')).toHaveTextContent('given in writing');
	expect(await screen.findByText(/Good morning/)).toBeVisible();
	expect(screen.getByTestId('timer')).not.toHaveTextContent('00:00');
	expect(screen.getByTestId('saved')).toHaveTextContent(/to \d\d:\d\d, encrypted/);
	expect(screen.getByTestId('test-only')).toHaveTextContent('not for patients');

	await user.keyboard('p');
	expect(await screen.findByTestId('resume')).toBeVisible();
	expect((await backend.status()).recording?.state).toBe('paused');
	await user.keyboard('p');
	await screen.findByTestId('pause');
	await user.keyboard('{Control>}{Enter}{/Control}');
	expect(await screen.findByTestId('progress')).toHaveTextContent(/Transcribing|Drafting/);
	expect(await screen.findByTestId('note')).toBeVisible();
});

test('after a refusal there is no Record, and the jottings become the note', async () => {
	const { user, backend } = await openPlanned();
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-declined'));
	await user.click(screen.getByTestId('consent-confirm'));
	await waitFor(() => expect(screen.queryByTestId('record')).toBeNull());
	expect((await backend.status()).recording).toBeNull();
	expect(screen.getByTestId('dictate')).toBeVisible();

	await user.type(screen.getByTestId('jottings'), 'Ear drum red');
	await user.click(screen.getByTestId('write-note'));
	expect(await screen.findByTestId('note')).toBeVisible();
	expect((await backend.encounter('encounter-4')).jottings).toBe('Ear drum red');
});

test('a note is dictated without consent, for nobody but the clinician is heard', async () => {
	const { user, backend } = await openPlanned({ pace: 40 });
	await user.keyboard('d');
	await screen.findByTestId('stop');
	expect(screen.queryByTestId('consent-dialog')).toBeNull();
	expect(screen.getByTestId('consult-state')).toHaveTextContent('Dictating');
	expect(screen.getByTestId('dictation-hint')).toHaveTextContent('section plan');
	await user.keyboard('p');
	await user.click(await screen.findByTestId('resume'));
	expect(await screen.findByTestId('pause')).toBeVisible();
	await user.keyboard('{Control>}{Enter}{/Control}');
	expect(await screen.findByTestId('note')).toBeVisible();
	expect((await backend.encounter('encounter-4')).row.dictation).toBe(true);
});

test('jottings are saved also while nobody stops typing', async () => {
	const { user, backend } = await openPlanned();
	const saved: string[] = [];
	backend.saveJottings = (_, text) => Promise.resolve(void saved.push(text));
	const jottings = screen.getByTestId('jottings');
	for (let key = 0; saved.length === 0 && key < 100; key += 1) {
		await user.type(jottings, 'a');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	expect(saved[0]).toMatch(/^a+$/);
});

test('jottings are saved while they are typed, and typing a space stops nothing', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('stop');
	await user.type(screen.getByTestId('jottings'), 'avoid p NSAID');
	expect(screen.getByTestId('stop')).toBeVisible();
	expect(await screen.findByText('Jottings saved')).toBeVisible();
	expect((await backend.encounter('encounter-4')).jottings).toBe('avoid p NSAID');
});

test('a problem of the recording is told, and the recording is found again from elsewhere', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('stop');
	await user.click(screen.getByTestId('nav-today'));
	expect(await screen.findByTestId('nav-recording')).toHaveTextContent('Recording');
	backend.closeWindow();
	expect(await screen.findByTestId('problem')).toHaveTextContent('Stop it before you close Dictum.');
	await user.click(screen.getByTestId('nav-recording'));
	expect(await screen.findByTestId('stop')).toBeVisible();

	backend.startRecording = () =>
		Promise.reject({ code: 'no_microphone', message: 'No microphone was found.', advice: 'Plug one in.' });
	await user.click(screen.getByTestId('nav-today'));
	await user.click(await screen.findByTestId('new-consult'));
	await user.type(screen.getByTestId('patient-family'), 'Ng');
	await user.type(screen.getByTestId('patient-given'), 'Anna{Enter}');
	await user.click(await screen.findByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	expect(await screen.findByTestId('problem')).toHaveTextContent('No microphone was found. Plug one in.');
});

test('what is wrong with a recording is told while another screen is looked at', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('stop');
	await user.click(screen.getByTestId('nav-today'));
	await user.click(await screen.findByRole('button', { name: 'Review: Margaret Ellis' }));
	await screen.findByTestId('note');

	const alert = (within: HTMLElement) => expect(within.closest('[role=alert]')).not.toBeNull();
	backend.recorder.mishap({ signal: { fault: 'silent', only: null } });
	alert(await screen.findByTestId('recording-signal'));
	backend.recorder.mishap({ signal: null, problem: 'The microphone is gone. Looking for another one.' });
	const problem = await screen.findByTestId('recording-problem');
	alert(problem);
	expect(problem).toHaveTextContent('The microphone is gone.');
	expect(screen.queryByTestId('recording-signal')).toBeNull();
	backend.recorder.mishap({ problem: null, notice: 'The microphone was gone for 4.2 s.' });
	alert(await screen.findByTestId('recording-notice'));
	expect(screen.queryByTestId('recording-problem')).toBeNull();
	await user.click(screen.getByTestId('nav-recording'));
	await screen.findByTestId('stop');
	expect(await screen.findAllByTestId('recording-notice')).toHaveLength(1);
});

test('a stray Space while a consult is recorded costs nothing', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('stop');
	await user.keyboard('   ');
	expect((await backend.status()).recording?.state).toBe('recording');
	expect(screen.getByTestId('stop')).toHaveTextContent(/Ctrl ⏎/);
	await user.keyboard('p');
	await screen.findByTestId('resume');
	await user.keyboard(' ');
	expect((await backend.status()).recording?.state).toBe('paused');
});

test('why the transcript waits is told while the recording goes on, until it comes', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('stop');
	expect(screen.getByTestId('transcript-waits')).toHaveTextContent(/^$/);
	backend.transcriptWaits('Recording goes on; the transcript waits: The model stopped unexpectedly.');
	await waitFor(() => expect(screen.getByTestId('transcript-waits')).toHaveTextContent('the transcript waits'));
	await waitFor(() => expect(screen.getByTestId('transcript-waits')).toHaveTextContent(/^$/));
	expect(screen.getByTestId('stop')).toBeVisible();
});

test('that the backlog grows is shown before the first passage, and leaves standing why the transcript waits', async () => {
	const { user, backend } = await openPlanned({ pace: 0.01 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('stop');
	const waits = screen.getByTestId('transcript-waits');
	backend.transcriptWaits('Recording goes on; the transcript waits: The model stopped unexpectedly.');
	for (const behind of [45_000, 50_000]) {
		backend.transcriptLags(behind);
		await waitFor(() => expect(screen.getByTestId('behind')).toHaveTextContent(`${behind / 1000} s behind`));
		expect(waits).toHaveTextContent('the transcript waits');
	}
	expect(screen.queryByTestId('segment')).toBeNull();
	backend.transcriptLags(20_000);
	await waitFor(() => expect(waits).toHaveTextContent(/^$/));
	backend.transcriptLags(0);
	await waitFor(() => expect(screen.queryByTestId('behind')).toBeNull());
});

test('that no speech model understands what is spoken here is told before anything is recorded', async () => {
	const { user, backend } = open();
	await screen.findByTestId('worklist');
	const why = 'No speech model that is installed understands German.';
	const real = backend.status.bind(backend);
	backend.status = async () => ({ ...(await real()), speech_model: null, speech_message: why });
	await user.click(screen.getByTestId('nav-settings'));
	await user.click(await screen.findByTestId('save-settings'));
	await screen.findByText('Saved.');
	await user.click(screen.getByTestId('nav-today'));
	await user.click(await screen.findByRole('button', { name: 'Start: Grace Kim' }));
	expect(await screen.findByText(why)).toBeVisible();
});

test('a draft that was finished while the window missed the event opens all the same', async () => {
	const { user, backend } = open();
	await screen.findByTestId('worklist');
	const real = backend.encounter.bind(backend);
	let asked = 0;
	backend.encounter = async (id) => {
		const view = await real(id);
		asked += 1;
		return asked > 1 ? { ...view, row: { ...view.row, stage: 'drafted' } } : view;
	};
	await user.click(screen.getByRole('button', { name: 'Open: Amina Yusuf' }));
	expect(await screen.findByTestId('progress')).toBeVisible();
	await waitFor(() => expect(screen.queryByTestId('progress')).toBeNull(), { timeout: 10_000 });
});

test('the words of the speech that goes on are shown as unsettled until they are settled', async () => {
	const { user } = await openPlanned({ pace: 5 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	const tentative = (await screen.findByTestId('tentative')).textContent.replace('…', '');
	const [first] = await screen.findAllByTestId('segment');
	expect(first).toHaveTextContent(tentative.trim());
	await user.click(screen.getByTestId('stop'));
	expect(screen.queryByTestId('tentative')).toBeNull();
});

test('the words of the speech that goes on are shown again after a pause', async () => {
	const { user } = await openPlanned({ pace: 5 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findByTestId('tentative');
	await user.keyboard('p');
	await screen.findByTestId('resume');
	expect(screen.queryByTestId('tentative')).toBeNull();
	await user.keyboard('p');
	await screen.findByTestId('pause');
	expect(await screen.findByTestId('tentative')).toBeVisible();
});

test('a recording that the disk held up is not taken for one that can begin', async () => {
	const { user, backend } = await openPlanned({ pace: 5 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findAllByTestId('segment');
	backend.recorder.diskFull = true;
	await user.click(screen.getByTestId('stop'));
	const state = screen.getByTestId('consult-state');
	await waitFor(() => expect(state).toHaveTextContent('Not all saved yet'));
	expect(screen.getByTestId('problem')).toHaveTextContent('are not saved yet');
	const phases: (string | undefined)[] = [];
	new MutationObserver(() => phases.push(state.dataset.phase)).observe(state, { attributes: true });
	backend.recorder.freeDisk();
	await waitFor(() => expect(state).toHaveTextContent('Transcribing'));
	expect(await screen.findByTestId('note', {}, { timeout: 10_000 })).toBeVisible();
	expect(phases).not.toContain('ready');
});

test('a "No" while it is recorded ends the recording, which is said before; what was recorded can be deleted', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findAllByTestId('segment');
	await user.click(screen.getByTestId('consent-change'));
	await user.click(await screen.findByTestId('consent-declined'));
	expect(screen.getByTestId('consent-warning')).toHaveTextContent(
		/^The recording stops\. What was recorded until now stays until you delete it\.$/,
	);
	expect((await backend.status()).recording?.state).toBe('recording');
	await user.click(screen.getByTestId('consent-confirm'));
	await waitFor(() => expect(screen.queryByTestId('stop')).toBeNull());
	expect((await backend.status()).recording).toBeNull();
	expect(screen.queryByTestId('nav-recording')).toBeNull();
	expect(screen.getByTestId('consent')).toHaveTextContent('declined');
	expect(screen.getByTestId('consult-state')).toHaveTextContent('Needs attention');
	expect(screen.getByTestId('progress')).toHaveTextContent('The answer is No: the recording was stopped');

	await user.click(screen.getByTestId('delete-unheard'));
	await screen.findByTestId('delete-recording-now');
	expect(screen.getByText(/The sound of this consult and its transcript are deleted for good/)).toBeVisible();
	await user.click(screen.getByTestId('delete-recording-now'));
	expect(await screen.findByTestId('write-note')).toBeVisible();
	expect(screen.queryByTestId('segment')).toBeNull();
	expect((await backend.encounter('encounter-4')).row).toMatchObject({ recorded_ms: 0, stage: 'planned' });
});

test('a "No" whose recording the full disk does not take yet is kept, and the recording is over', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findAllByTestId('segment');
	backend.recorder.diskFull = true;
	await user.click(screen.getByTestId('consent-change'));
	await user.click(await screen.findByTestId('consent-declined'));
	await user.click(screen.getByTestId('consent-confirm'));
	await waitFor(() => expect(screen.queryByTestId('consent-dialog')).toBeNull());
	expect(screen.getByTestId('consult-state')).toHaveTextContent('Not all saved yet');
	expect(screen.getByTestId('problem')).toHaveTextContent('are not saved yet');
	expect(screen.getByTestId('consent')).toHaveTextContent('declined');
	backend.recorder.freeDisk();
	await waitFor(() => expect(screen.getByTestId('consult-state')).toHaveTextContent('Needs attention'));
});

test('a "No" during a dictation, or before anything is recorded, stops nothing', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('consent-change'));
	await user.click(await screen.findByTestId('consent-declined'));
	expect(screen.getByTestId('consent-warning')).toHaveTextContent('The visit is not recorded.');
	await user.keyboard('{Escape}');
	await user.click(screen.getByTestId('consent-dialog-close'));
	await user.keyboard('d');
	await screen.findByTestId('stop');
	await user.click(screen.getByTestId('consent-change'));
	await user.click(await screen.findByTestId('consent-declined'));
	expect(screen.getByTestId('consent-warning')).toHaveTextContent('The visit is not recorded.');
	await user.click(screen.getByTestId('consent-confirm'));
	await waitFor(() => expect(screen.queryByTestId('consent-dialog')).toBeNull());
	expect((await backend.status()).recording?.state).toBe('recording');
});

test('a model that runs on the processor in place of a graphics card is named while the recording goes on', async () => {
	const { user, backend } = await openPlanned({ pace: 5 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findAllByTestId('segment');
	const line = screen.getByTestId('without-graphics');
	expect(line).toHaveTextContent(/^$/);
	backend.withoutGraphics = 'Speech to text runs on the processor, not on a graphics card: its driver hangs.';
	await waitFor(() => expect(line).toHaveTextContent(/^Speech to text runs on the processor.*its driver hangs\.$/));
	await user.click(screen.getByTestId('stop'));
	await waitFor(() => expect(line).toHaveTextContent(/^$/));
});

test('a muted microphone and what is missing in the recording are said where they matter', async () => {
	const { user, backend } = await openPlanned({ pace: 10 });
	await user.click(screen.getByTestId('record'));
	await user.click(await screen.findByTestId('consent-verbal'));
	await user.click(screen.getByTestId('consent-confirm'));
	await screen.findAllByTestId('segment');
	backend.recorder.mishap({ signal: { fault: 'silent', only: null } });
	expect(await screen.findByTestId('recording-signal')).toHaveTextContent('The microphone gives no sound at all');
	backend.recorder.mishap({ signal: { fault: 'clipping', only: 'second' } });
	await waitFor(() =>
		expect(screen.getByTestId('recording-signal')).toHaveTextContent('The second of the two microphones'),
	);
	backend.recorder.mishap({ signal: null }, { at_ms: 2_500, length_ms: 4_200, cause: 'microphone_lost' });
	await waitFor(() => expect(screen.queryByTestId('recording-signal')).toBeNull());
	expect(await screen.findByTestId('gap')).toHaveTextContent('4.2 s missing: the microphone was gone.');
	// Two crashes before a word was said leave two gaps at one place.
	backend.recorder.mishap({}, { at_ms: 2_500, length_ms: 9_000, cause: 'interrupted' });
	await waitFor(() => expect(screen.getAllByTestId('gap')).toHaveLength(2));
	await user.click(screen.getByTestId('stop'));
	await screen.findByTestId('note', {}, { timeout: 10_000 });
	expect(screen.getAllByTestId('gap')).toHaveLength(2);
});

test('a transcript that does not come is stopped, and another model is asked for it', async () => {
	const { user, backend } = open({ left: 'needs_attention', pace: 0.001 });
	await user.click(await screen.findByRole('button', { name: 'Open: Amina Yusuf' }));
	await user.click(await screen.findByTestId('finish-interrupted'));
	const stop = await screen.findByTestId('stop-work');
	expect(stop).toHaveTextContent('Stop transcribing');
	await user.click(stop);
	await user.click(await screen.findByRole('button', { name: 'By another model…' }));
	expect(screen.getByTestId('progress')).toHaveTextContent('Stopped. The recording has all that was said.');
	expect(await screen.findByText(/The note is drafted from its transcript/)).toBeVisible();
	await user.click(await screen.findByTestId('transcribe-again'));
	await waitFor(() => expect(screen.getByTestId('stop-work')).toHaveTextContent('Stop transcribing again'));
	expect((await backend.worklist()).find((row) => row.patient.family_name === 'Yusuf')?.stage).toBe('transcribing');
});

test('where several languages may be spoken, the one of a consult is chosen before it is recorded', async () => {
	const { user, backend } = open();
	await screen.findByTestId('worklist');
	await backend.saveSettings({ ...(await backend.settings()), languages: ['en', 'de'] });
	await user.click(screen.getByRole('button', { name: 'Start: Grace Kim' }));
	const choice = await screen.findByTestId('language');
	expect([...choice.querySelectorAll('option')].map((option) => option.textContent)).toEqual([
		'Recognise the language',
		'English',
		'German',
	]);
	await user.selectOptions(choice, 'de');
	await waitFor(async () => expect((await backend.encounter('encounter-4')).language).toBe('de'));
	await waitFor(() => expect(screen.getByTestId('language')).toHaveValue('de'));
	await user.selectOptions(screen.getByTestId('language'), '');
	await waitFor(async () => expect((await backend.encounter('encounter-4')).language).toBeNull());
});

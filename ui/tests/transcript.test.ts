import { render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { segment } from '../src/lib/backend/fake-records';
import Passage from '../src/screens/review/Passage.svelte';
import { FAKE_PASSPHRASE, openReview } from './open';

const passage = (text: RegExp) =>
	screen.getAllByTestId('segment').find((one) => text.test(one.textContent ?? '')) ??
	expect.fail(`nobody said ${String(text)}`);

test('by keyboard: a passage is found, corrected, and shows what was heard first', async () => {
	const { user, backend } = await openReview();
	screen.getByTestId('spoken').focus();
	await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}');
	expect(passage(/dull ache/)).toHaveFocus();
	await user.keyboard('c');
	const editor = await screen.findByTestId('passage-editor');
	expect(editor).toHaveFocus();
	await user.clear(editor);
	await user.keyboard('Not great. It is a sharp ache.{Enter}');
	await waitFor(() =>
		expect(passage(/sharp ache/)).toHaveTextContent(/corrected by Dr A. Okafor; heard: Not great.*dull ache/),
	);
	expect((await backend.encounter('encounter-1')).transcript[1]?.text).toBe('Not great. It is a sharp ache.');
});

test('Escape leaves a passage as it was', async () => {
	const { user } = await openReview();
	passage(/dull ache/).focus();
	await user.keyboard('c');
	await user.type(await screen.findByTestId('passage-editor'), ' nonsense{Escape}');
	expect(passage(/dull ache/)).not.toHaveTextContent('nonsense');
	expect(passage(/dull ache/)).toHaveFocus();
});

test('one key gives a passage to the other speaker, another gives them all', async () => {
	const { user } = await openReview();
	const speakers = () => screen.getAllByTestId('segment').map((one) => one.querySelector('b')?.textContent);
	const before = speakers();
	passage(/dull ache/).focus();
	await user.keyboard('s');
	await waitFor(() => expect(speakers()[1]).toBe('Clinician'));
	expect(speakers()[0]).toBe(before[0]);
	expect(screen.getAllByTestId('reassigned')).toHaveLength(1);
	expect(passage(/dull ache/)).toHaveTextContent('speaker changed by Dr A. Okafor; taken for: Patient');
	await user.keyboard('{Shift>}S{/Shift}');
	await waitFor(() => expect(speakers()[0]).toBe('Patient'));
	expect(speakers()[1]).toBe('Patient');
	expect(within(passage(/dull ache/)).queryByTestId('reassigned')).toBeNull();
});

test('a passage that was corrected after it was translated says that it supports nothing', () => {
	const corrected = { ...segment(0), text: 'Ich nehme 15 mg.', spoken: 'Ich nehme 50 mg.', corrected_by: 'Sam Tran' };
	render(Passage, { segment: { ...corrected, untranslated: true }, lit: false, suggestions: [], acts: null });
	expect(screen.getByTestId('heard')).toHaveTextContent('corrected by Sam Tran; heard: Ich nehme 50 mg.');
	expect(screen.getByTestId('untranslated')).toHaveTextContent('so it supports no statement');
});

test('a misheard name is offered and never taken by itself', async () => {
	const { user, backend } = await openReview();
	await backend.correctPassage('encounter-1', 0, 'How is the eye be profen?');
	passage(/dull ache/).focus();
	await user.keyboard('s'); // anything that reads the consult again
	const offer = await screen.findByTestId('suggestion');
	expect(offer).toHaveTextContent(/“eye be profen”: Together these words sound like a medicine/);
	await user.click(within(offer).getByTestId('take-suggestion'));
	await waitFor(() => expect(passage(/How is the ibuprofen\?/)).toBeVisible());
	expect(screen.queryByTestId('suggestion')).toBeNull();
});

test('a recording is transcribed again by another model; both results can be read', async () => {
	const { user } = await openReview();
	await user.click(screen.getByTestId('transcripts'));
	expect(await screen.findAllByTestId('transcript-record')).toHaveLength(1);
	await user.click(screen.getByTestId('transcribe-again'));
	await waitFor(() => expect(screen.getByText(/Draft · version 2/)).toBeVisible());
	await user.click(await screen.findByTestId('transcripts'));
	await waitFor(() => expect(screen.getAllByTestId('transcript-record')).toHaveLength(2));
	await user.click(screen.getByTestId('read-transcript'));
	expect(await screen.findByTestId('other-transcript')).toHaveTextContent(/dull ache/);
});

/** At this pace nothing is transcribed again within a test: it goes on until it is stopped. */
const NEVER = 0.001;

test('transcribing again is stopped, which is said, and transcript and note stay', async () => {
	const { user } = await openReview({ pace: NEVER });
	await user.click(screen.getByTestId('transcripts'));
	await user.click(await screen.findByTestId('transcribe-again'));
	await user.click(await screen.findByRole('button', { name: 'Stop transcribing again' }));
	await waitFor(() =>
		expect(screen.getByTestId('again-stopped')).toHaveTextContent('Stopped. The transcript and the note'),
	);
	expect(screen.queryByTestId('stop-again')).toBeNull();
	expect(screen.queryByText('Stopped. The note stays as it was.')).toBeNull();
	expect(screen.getByText(/Draft · version 1/)).toBeVisible();
	await user.click(screen.getByTestId('transcripts'));
	expect(await screen.findAllByTestId('transcript-record')).toHaveLength(1);
});

test('a recogniser that fails while a recording is transcribed again is told as that, also to who has just asked it to stop', async () => {
	const { user, backend } = await openReview({ pace: NEVER });
	await user.click(screen.getByTestId('transcripts'));
	await user.click(await screen.findByTestId('transcribe-again'));
	backend.stopWork = () => new Promise(() => undefined);
	await user.click(await screen.findByTestId('stop-again'));
	expect(screen.getByTestId('stop-again')).toHaveTextContent('Stopping…');
	backend.modelFails('encounter-1');
	expect(await screen.findByText('The model stopped working.')).toHaveAttribute('role', 'alert');
	expect(screen.getByTestId('again-stopped').textContent?.trim()).toBe('');
});

test('the recording of a signed note is transcribed again, and the note stays as it was signed', async () => {
	const { user, backend } = await openReview();
	for (const { id, verdict } of (await backend.note('encounter-1')).sections.flatMap((one) => one.statements)) {
		if (verdict !== 'supported') await backend.removeStatement('encounter-1', id);
	}
	const { version } = await backend.note('encounter-1');
	const signed = await backend.sign('encounter-1', version, FAKE_PASSPHRASE);
	await user.click(screen.getByTestId('nav-today'));
	await user.click(await screen.findByRole('button', { name: 'View: Margaret Ellis' }));
	await user.click(await screen.findByTestId('transcripts'));
	expect(await screen.findByText(/the signed note stays as it is/)).toBeVisible();
	await user.click(screen.getByTestId('transcribe-again'));
	await waitFor(async () => expect(await backend.transcripts('encounter-1')).toHaveLength(2));
	await waitFor(() => expect(screen.getByTestId('transcripts')).toBeVisible());
	expect((await backend.note('encounter-1')).sections).toEqual(signed.sections);
});

test('who comes back to a consult that is transcribed again can stop it, and is at its note again', async () => {
	const { user } = await openReview({ pace: NEVER });
	await user.click(screen.getByTestId('transcripts'));
	await user.click(await screen.findByTestId('transcribe-again'));
	await screen.findByTestId('stop-again');
	await user.click(screen.getByTestId('nav-today'));
	await user.click(await screen.findByRole('button', { name: 'Open: Margaret Ellis' }));
	expect(await screen.findByTestId('consult-state')).toHaveAttribute('data-phase', 'transcribing');
	await user.click(screen.getByTestId('stop-work'));
	await screen.findByTestId('note');
	expect(screen.getByText(/Draft · version 1/)).toBeVisible();
});

test('a misheard name that is left is not offered again, also after the note was left', async () => {
	const { user, backend } = await openReview();
	await backend.correctPassage('encounter-1', 0, 'How is the eye be profen?');
	passage(/dull ache/).focus();
	await user.keyboard('s'); // anything that reads the consult again
	await user.click(within(await screen.findByTestId('suggestion')).getByTestId('leave-suggestion'));
	await waitFor(() => expect(screen.queryByTestId('suggestion')).toBeNull());
	expect(await backend.suggestions('encounter-1')).toEqual([]);
	expect(passage(/eye be profen/)).toBeVisible();
});

test('a recording is deleted only after a second word, and transcripts and note stay', async () => {
	const { user, backend } = await openReview();
	await user.click(screen.getByTestId('transcripts'));
	await user.click(await screen.findByTestId('delete-recording'));
	expect(screen.getByText(/cannot be brought back/)).toBeVisible();
	expect((await backend.encounter('encounter-1')).row.recorded_ms).toBeGreaterThan(0);
	await user.click(screen.getByTestId('delete-recording-now'));
	await waitFor(() => expect(screen.queryByTestId('transcripts-dialog')).toBeNull());
	expect((await backend.encounter('encounter-1')).row.recorded_ms).toBe(0);
	expect(screen.getByTestId('note')).toBeVisible();
	expect(await screen.findByText('The recording is deleted.')).toBeVisible();
	await user.click(screen.getByTestId('transcripts'));
	expect(await screen.findAllByTestId('transcript-record')).toHaveLength(1);
	expect(screen.queryByTestId('transcribe-again')).toBeNull();
	expect(screen.queryByTestId('delete-recording')).toBeNull();
});

test('a scribe deletes no recording', async () => {
	const { user } = await openReview({ role: 'scribe' });
	await user.click(screen.getByTestId('transcripts'));
	expect(await screen.findByTestId('transcribe-again')).toBeVisible();
	expect(screen.queryByTestId('delete-recording')).toBeNull();
});

import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ModelCheck } from '../src/lib/backend';
import { open } from './open';

async function openModels(options: Parameters<typeof open>[0] = {}) {
	const opened = open(options);
	await opened.user.click(await screen.findByTestId('nav-models'));
	await screen.findAllByTestId('model-row');
	return opened;
}

function row(id: string): HTMLElement {
	const found = screen.getAllByTestId('model-row').find((one) => one.dataset.id === id);
	if (!found) throw new Error(`${id} is not on the list`);
	return found;
}

test('the list says of each model whether it is here, how large it is, and what it is for', async () => {
	await openModels();
	expect(screen.getByRole('heading', { name: 'Models' })).toBeVisible();
	expect(row('whisper-micro')).toHaveTextContent('Came with Dictum');
	expect(row('whisper-micro')).toHaveTextContent('In use');
	expect(row('whisper-micro')).toHaveTextContent('not for patients');
	expect(row('whisper-small.en')).toHaveTextContent('489 MB');
	expect(row('medgemma-4b-it')).toHaveTextContent('Size not known');
	// What ships stays; what its publisher has to be asked for cannot be fetched.
	expect(within(row('whisper-micro')).getAllByRole('button')).toHaveLength(1);
	expect(within(row('whisper-micro')).getByTestId('check-model')).toBeVisible();
	expect(within(row('medgemma-4b-it')).queryByRole('button')).toBeNull();
});

test('a model is installed with progress that is told, and can be removed again', async () => {
	const { user } = await openModels({ pace: 20 });
	await user.click(screen.getByRole('button', { name: 'Install Whisper base, English' }));
	expect(await within(row('whisper-base.en')).findByText('60 of 149 MB')).toBeVisible();
	expect(within(row('whisper-base.en')).getByRole('progressbar', { name: 'Whisper base, English' })).toBeVisible();
	await waitFor(() => expect(row('whisper-base.en').dataset.state).toBe('installed'));
	expect(await screen.findByText('Whisper base, English is installed.')).toBeVisible();
	await user.click(screen.getByRole('button', { name: 'Remove Whisper base, English' }));
	await waitFor(() => expect(row('whisper-base.en').dataset.state).toBe('absent'));
});

test('an installation is stopped without a complaint, and gone on with later', async () => {
	const { user } = await openModels({ pace: 5 });
	await user.click(screen.getByRole('button', { name: 'Install Whisper base, English' }));
	await user.click(await screen.findByRole('button', { name: 'Cancel Whisper base, English' }));
	await user.click(await screen.findByRole('button', { name: 'Go on with Whisper base, English' }));
	expect(screen.queryByTestId('problem')).toBeNull();
	await waitFor(() => expect(row('whisper-base.en').dataset.state).toBe('installed'));
});

test('an installation goes on while another screen is open, and is found again', async () => {
	const { user } = await openModels({ pace: 5 });
	await user.click(screen.getByRole('button', { name: 'Install Whisper base, English' }));
	await screen.findByTestId('cancel-model');
	await user.click(screen.getByTestId('nav-today'));
	await screen.findByTestId('worklist');
	await user.click(screen.getByTestId('nav-models'));
	expect(await screen.findByTestId('cancel-model')).toBeVisible();
});

test('a file is imported; a wrong one is refused in words, and choosing none is no problem', async () => {
	const { backend, user } = await openModels();
	backend.modelFile('letter.gguf');
	await user.click(screen.getByTestId('import-model'));
	expect(await screen.findByTestId('problem')).toHaveTextContent('not a model');
	backend.modelFile(null);
	await user.click(screen.getByTestId('import-model'));
	await waitFor(() => expect(screen.queryByTestId('problem')).toBeNull());
	backend.modelFile('mine.gguf');
	await user.click(await screen.findByTestId('import-model'));
	expect(await screen.findByText('The model is imported.')).toBeVisible();
	expect(row('mine.gguf')).toHaveTextContent('A model file of your own.');
});

test('a model is checked with progress, and what is wrong with it is said', async () => {
	const { backend, user } = await openModels({ pace: 5 });
	await user.click(screen.getByRole('button', { name: 'Check Micro (English)' }));
	expect(await screen.findByRole('progressbar', { name: 'the check' })).toBeVisible();
	expect(screen.getByRole('button', { name: 'Check Sample 1B' })).toBeDisabled();
	expect(await screen.findByText('Micro (English) is unchanged, and works.')).toBeVisible();
	backend.damageModel('sample-1b');
	await user.click(screen.getByRole('button', { name: 'Check Sample 1B' }));
	expect(await screen.findByText(/^Sample 1B: Its file was changed or damaged/)).toBeVisible();
	await user.click(screen.getByRole('button', { name: 'Check Micro (English)' }));
	await user.click(await screen.findByRole('button', { name: 'Cancel the check' }));
	expect(await screen.findByText('The check was stopped.')).toBeVisible();
	expect(screen.queryByTestId('problem')).toBeNull();
});

test('a check goes on while another screen is open, and is stopped by who comes back', async () => {
	// At this pace it goes on until it is stopped.
	const { user } = await openModels({ pace: 0.001 });
	await user.click(screen.getByRole('button', { name: 'Check Micro (English)' }));
	await screen.findByRole('progressbar', { name: 'the check' });
	await user.click(screen.getByTestId('nav-today'));
	await screen.findByTestId('worklist');
	await user.click(screen.getByTestId('nav-models'));
	expect(await screen.findByRole('progressbar', { name: 'the check' })).toBeVisible();
	expect(screen.getByRole('button', { name: 'Check Sample 1B' })).toBeDisabled();
	await user.click(screen.getByRole('button', { name: 'Cancel the check' }));
	expect(await screen.findByText('The check was stopped.')).toBeVisible();
	expect(screen.getByRole('button', { name: 'Check Sample 1B' })).toBeEnabled();
});

test('what a check found while another screen was open is said to who comes back, once', async () => {
	const { backend, user } = await openModels();
	let ends: (found: ModelCheck) => void = () => expect.fail('nothing is checked');
	backend.checkModel = () => new Promise((resolve) => (ends = resolve));
	await user.click(screen.getByRole('button', { name: 'Check Micro (English)' }));
	await user.click(screen.getByTestId('nav-today'));
	await screen.findByTestId('worklist');
	ends({ verdict: 'changed', problem: 'Its file was changed or damaged.' });
	await user.click(screen.getByTestId('nav-models'));
	expect(await screen.findByText('Micro (English): Its file was changed or damaged.')).toBeVisible();
	await user.click(screen.getByTestId('nav-today'));
	await screen.findByTestId('worklist');
	await user.click(screen.getByTestId('nav-models'));
	await screen.findAllByTestId('model-row');
	expect(screen.queryByText(/changed or damaged/)).toBeNull();
});

test('the recommendation is given when it is asked for, and marks the model', async () => {
	const { user } = await openModels();
	await user.click(screen.getByTestId('recommend-speech'));
	await waitFor(() => expect(screen.getByTestId('advice-speech')).toHaveTextContent('8000 MB of memory'));
	expect(row('whisper-small.en')).toHaveTextContent('Advised');
	await user.click(screen.getByTestId('recommend-drafting'));
	await waitFor(() => expect(screen.getByTestId('advice-drafting')).toHaveTextContent('by rule'));
});

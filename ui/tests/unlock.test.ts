import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { FAKE_PASSPHRASE, FAKE_RECOVERY_CODE, open } from './open';

afterEach(() => {
	vi.useRealTimers();
});

test('a wrong passphrase is told with how long to wait, each time longer; the right one opens Today', async () => {
	const { user } = open({ vault: 'locked' });
	const field = await screen.findByTestId('unlock-passphrase');
	expect(screen.getByTestId('unlock-name')).toHaveTextContent('Dr A. Okafor');

	await user.type(field, 'wrong{Enter}');
	expect(await screen.findByText('Wait 1 s, then try again.')).toBeVisible();
	expect(field).toHaveValue('');
	expect(field).toHaveFocus();
	await user.type(field, 'wrong again{Enter}');
	expect(await screen.findByText('Wait 2 s, then try again.')).toBeVisible();

	await user.type(field, `${FAKE_PASSPHRASE}{Enter}`);
	expect(await screen.findByTestId('worklist')).toBeVisible();
});

test('the recovery code opens the vault and takes a new passphrase', async () => {
	const { user, backend } = open({ vault: 'locked' });
	await user.click(await screen.findByTestId('use-recovery-code'));
	await user.type(screen.getByTestId('recover-code'), FAKE_RECOVERY_CODE);
	await user.type(screen.getByTestId('recover-passphrase'), 'a new long passphrase');
	await user.type(screen.getByTestId('recover-repeat'), 'a new long passphrase');
	await waitFor(() => expect(screen.getByTestId('passphrase-strength')).toHaveTextContent('Strong'));
	await user.click(screen.getByTestId('recover'));
	expect(await screen.findByTestId('worklist')).toBeVisible();

	await backend.lock();
	await expect(backend.unlock('a new long passphrase')).resolves.toBeUndefined();
});

test('Ctrl L locks; a command that finds the vault locked brings the unlock screen too', async () => {
	const { user, backend } = open();
	await screen.findByTestId('worklist');
	await user.keyboard('{Control>}l{/Control}');
	const field = await screen.findByTestId('unlock-passphrase');
	expect(screen.queryByTestId('problem')).toBeNull();
	expect(field).toHaveFocus();

	await user.type(field, `${FAKE_PASSPHRASE}{Enter}`);
	await screen.findByTestId('worklist');
	await backend.lock();
	await user.keyboard('{Enter}');
	expect(await screen.findByTestId('unlock-passphrase')).toBeVisible();
});

test('a recording that goes on while locked shows its time and what is wrong with it, and can be stopped', async () => {
	const { user, backend } = open();
	await screen.findByTestId('worklist');
	await backend.recordConsent('encounter-4', 'verbal', 'Patient');
	await backend.startRecording('encounter-4', null);
	await user.click(screen.getByTestId('lock'));
	expect(await screen.findByTestId('timer')).toHaveTextContent(/\d\d:\d\d/);
	backend.recorder.mishap({ problem: 'The microphone is gone. Looking for another one.' });
	expect(await screen.findByTestId('recording-problem')).toHaveTextContent('The microphone is gone.');
	await user.click(screen.getByTestId('use-recovery-code'));
	expect(await screen.findByTestId('recording-problem')).toBeVisible();
	await user.click(screen.getByTestId('stop'));
	await waitFor(() => expect(screen.queryByTestId('timer')).toBeNull());
});

test("the system's lock locks the window, once what is typed is saved; a recording goes on", async () => {
	const { user, backend } = open();
	await screen.findByTestId('worklist');
	await backend.recordConsent('encounter-4', 'verbal', 'Patient');
	await backend.startRecording('encounter-4', null);
	await user.click(await screen.findByTestId('nav-recording'));
	await user.type(await screen.findByTestId('jottings'), 'Left knee');
	backend.systemLocks();
	expect(await screen.findByTestId('unlock-passphrase')).toBeVisible();
	expect(screen.getByTestId('timer')).toHaveTextContent(/\d\d:\d\d/);
	await backend.unlock(FAKE_PASSPHRASE);
	expect((await backend.encounter('encounter-4')).jottings).toBe('Left knee');
});

test("what cannot be saved does not keep the window from the system's lock", async () => {
	const { user, backend } = open();
	await user.click(await screen.findByRole('button', { name: 'Start: Grace Kim' }));
	backend.saveJottings = () => Promise.reject({ code: 'storage', message: 'The disk is full.', advice: null });
	await user.type(await screen.findByTestId('jottings'), 'Left knee');
	backend.systemLocks();
	expect(await screen.findByText('The disk is full.')).toBeVisible();
	// Rust has waited long enough.
	await backend.lock();
	backend.saveJottings = () => Promise.reject({ code: 'locked', message: 'Dictum is locked.', advice: null });
	backend.systemLocks();
	expect(await screen.findByTestId('unlock-passphrase')).toBeVisible();
});

const MINUTE_MS = 60_000;

test('a window that nobody touches locks itself, but not while a consult is recorded', async () => {
	vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
	const { user, backend } = open({ pace: 1 });
	await screen.findByTestId('worklist');
	vi.advanceTimersByTime(9 * MINUTE_MS);
	await user.keyboard('{Shift}');
	vi.advanceTimersByTime(9 * MINUTE_MS);
	await user.keyboard('{Shift}');
	await backend.recordConsent('encounter-4', 'verbal', 'Patient');
	await backend.startRecording('encounter-4', null);
	vi.advanceTimersByTime(20 * MINUTE_MS);
	await user.keyboard('{Shift}');
	expect(screen.getByTestId('worklist')).toBeVisible();
	await backend.stopRecording('encounter-4');
	vi.advanceTimersByTime(11 * MINUTE_MS);
	expect(await screen.findByTestId('unlock-passphrase')).toBeVisible();
});

test('it locks itself after the time that the settings say, as soon as they are saved', async () => {
	vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
	const { user } = open();
	await user.click(await screen.findByTestId('nav-settings'));
	await user.selectOptions(await screen.findByTestId('lock-after'), '2 minutes');
	await user.click(screen.getByTestId('save-settings'));
	await waitFor(() => expect(screen.getByTestId('settings-said')).toHaveTextContent('Saved.'));
	vi.advanceTimersByTime(MINUTE_MS);
	expect(screen.getByTestId('settings-said')).toBeVisible();
	vi.advanceTimersByTime(1.5 * MINUTE_MS);
	expect(await screen.findByTestId('unlock-passphrase')).toBeVisible();
});

import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { Microphone } from '../src/lib/backend';
import { open } from './open';

const jabra: Microphone = { id: 'jabra', name: 'Jabra Speak 510', is_default: true };
const builtin: Microphone = { id: 'builtin', name: 'Built-in microphone', is_default: false };
const headset: Microphone = { id: 'headset', name: 'Headset', is_default: false };

afterEach(() => vi.unstubAllGlobals());

async function openPlanned() {
	const opened = open({ pace: 10 });
	await opened.user.click(await screen.findByRole('button', { name: 'Start: Grace Kim' }));
	await screen.findByTestId('microphone');
	return opened;
}

const choices = () => [...screen.getByTestId('microphone').querySelectorAll('option')].map((one) => one.textContent);
const comesBack = () => window.dispatchEvent(new Event('focus'));

async function recordsFrom(name: string) {
	await waitFor(() => expect(screen.getByTestId('level')).toHaveTextContent(name));
}

test('a microphone that is plugged in can be chosen when the window is looked at again', async () => {
	const { user, backend } = await openPlanned();
	expect(choices()).toEqual(['Jabra Speak 510 (default)', 'Built-in microphone']);
	backend.recorder.microphones = [jabra, builtin, headset];
	comesBack();
	await waitFor(() => expect(choices()).toContain('Headset'));
	await user.selectOptions(screen.getByTestId('microphone'), 'Headset');
	await user.click(screen.getByTestId('dictate'));
	await recordsFrom('Headset');
});

test('where the system tells that microphones came or went, they are read anew at once', async () => {
	const devices = new EventTarget();
	vi.stubGlobal('navigator', Object.assign(Object.create(navigator) as object, { mediaDevices: devices }));
	const { backend } = await openPlanned();
	backend.recorder.microphones = [jabra, builtin, headset];
	devices.dispatchEvent(new Event('devicechange'));
	await waitFor(() => expect(choices()).toContain('Headset'));
});

test('where no microphone was chosen, the one that is the default by then is recorded', async () => {
	const { user, backend } = await openPlanned();
	backend.recorder.microphones = [{ ...jabra, is_default: false }, builtin, { ...headset, is_default: true }];
	await user.click(screen.getByTestId('dictate'));
	await recordsFrom('Headset');
});

test('one that was chosen stays chosen while others become the default, and the default can be meant again', async () => {
	const { user, backend } = await openPlanned();
	await user.selectOptions(screen.getByTestId('microphone'), 'Built-in microphone');
	backend.recorder.microphones = [
		{ ...jabra, is_default: false },
		{ ...builtin, is_default: true },
	];
	comesBack();
	await waitFor(() => expect(screen.getByTestId('microphone')).toHaveDisplayValue('Built-in microphone (default)'));
	backend.recorder.microphones = [jabra, builtin];
	comesBack();
	await waitFor(() => expect(screen.getByTestId('microphone')).toHaveDisplayValue('Built-in microphone'));
	await user.selectOptions(screen.getByTestId('microphone'), 'Jabra Speak 510 (default)');
	backend.recorder.microphones = [{ ...jabra, is_default: false }, builtin, { ...headset, is_default: true }];
	await user.click(screen.getByTestId('dictate'));
	await recordsFrom('Headset');
});

test('one that was chosen and is gone is named, and the default one is used', async () => {
	const { user, backend } = await openPlanned();
	await user.selectOptions(screen.getByTestId('microphone'), 'Built-in microphone');
	expect(screen.getByTestId('microphone-gone')).toHaveTextContent(/^$/);
	backend.recorder.microphones = [jabra];
	comesBack();
	await waitFor(() =>
		expect(screen.getByTestId('microphone-gone')).toHaveTextContent('Built-in microphone is not there'),
	);
	expect(screen.queryByTestId('microphone')).toBeNull();
	await user.click(screen.getByTestId('dictate'));
	await recordsFrom('Jabra Speak 510');
});

test('a start that failed has the microphones read anew, and the next one succeeds', async () => {
	const { user, backend } = await openPlanned();
	await user.selectOptions(screen.getByTestId('microphone'), 'Built-in microphone');
	backend.recorder.microphones = [jabra, headset];
	await user.click(screen.getByTestId('dictate'));
	expect(await screen.findByTestId('problem')).toHaveTextContent('The chosen microphone is not connected.');
	await waitFor(() => expect(choices()).toEqual(['Jabra Speak 510 (default)', 'Headset']));
	expect(screen.getByTestId('microphone-gone')).toHaveTextContent('Built-in microphone is not there any more.');
	await user.click(screen.getByTestId('dictate'));
	await recordsFrom('Jabra Speak 510');
});

test('what microphones there are is not asked while one of them is recorded from', async () => {
	const { user, backend } = await openPlanned();
	await user.click(screen.getByTestId('dictate'));
	await screen.findByTestId('stop');
	const asked = vi.spyOn(backend, 'microphones');
	comesBack();
	expect(asked).not.toHaveBeenCalled();
});

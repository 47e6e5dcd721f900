// The backend of the application: Rust, through Tauri's commands and events.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Backend, LevelEvent, ProgressEvent, RecordingView, TranscriptEvent } from '../backend';

/** Hands each event to whoever listens at that moment. */
class Channel<T> {
	readonly #handlers = new Set<(event: T) => void>();

	readonly on = (handler: (event: T) => void): (() => void) => {
		this.#handlers.add(handler);
		return () => this.#handlers.delete(handler);
	};

	/** Listens for as long as the window lives, so that no screen misses what happens while it opens. */
	async open(event: string): Promise<void> {
		await listen<T>(event, ({ payload }) => this.#handlers.forEach((handler) => handler(payload)));
	}
}

export async function connectTauri(): Promise<Backend> {
	const level = new Channel<LevelEvent>();
	const recording = new Channel<RecordingView>();
	const transcript = new Channel<TranscriptEvent>();
	const progress = new Channel<ProgressEvent>();
	await Promise.all([
		level.open('level-event'),
		recording.open('recording-event'),
		transcript.open('transcript-event'),
		progress.open('progress-event'),
	]);

	return {
		status: () => invoke('status'),
		createVault: (vault) => invoke('create_vault', { vault }),
		passphraseStrength: (passphrase) => invoke('passphrase_strength', { passphrase }),
		unlock: (passphrase) => invoke('unlock', { passphrase }),
		recover: (recoveryCode, newPassphrase) => invoke('recover', { recoveryCode, newPassphrase }),
		lock: () => invoke('lock'),

		microphones: () => invoke('microphones'),
		startMicrophoneCheck: (device) => invoke('start_microphone_check', { device }),
		stopMicrophoneCheck: () => invoke('stop_microphone_check'),

		worklist: () => invoke('worklist'),
		patients: (query) => invoke('patients', { query }),
		createEncounter: (encounter) => invoke('create_encounter', { encounter }),
		addSampleConsult: () => invoke('add_sample_consult'),

		encounter: (id) => invoke('encounter', { id }),
		recordConsent: (id, answer, givenBy) => invoke('record_consent', { id, answer, givenBy }),
		saveJottings: (id, text) => invoke('save_jottings', { id, text }),
		startRecording: (id, device) => invoke('start_recording', { id, device }),
		pauseRecording: (id) => invoke('pause_recording', { id }),
		resumeRecording: (id) => invoke('resume_recording', { id }),
		stopRecording: (id) => invoke('stop_recording', { id }),
		finishInterrupted: (id) => invoke('finish_interrupted', { id }),

		note: (id) => invoke('note', { id }),
		redraft: (id) => invoke('redraft', { id }),
		editStatement: (id, statement, text) => invoke('edit_statement', { id, statement, text }),
		removeStatement: (id, statement) => invoke('remove_statement', { id, statement }),
		addStatement: (id, section, text) => invoke('add_statement', { id, section, text }),
		keepStatement: (id, statement, reason) => invoke('keep_statement', { id, statement, reason }),
		undo: (id) => invoke('undo', { id }),
		sign: (id, passphrase) => invoke('sign', { id, passphrase }),
		exportNote: (id, format) => invoke('export_note', { id, format }),
		noteText: (id) => invoke('note_text', { id }),

		onLevel: level.on,
		onRecording: recording.on,
		onTranscript: transcript.on,
		onProgress: progress.on,
	};
}

// The microphones of the stand-in backend, and its recorder: as in life it turns, and is saved, some moments after it was told to.

import type { GapEvent, GapView, LevelEvent, Microphone, RecordingView } from '../backend';
import { fail, Listeners, loudness, stageIs, type Consult } from './fake-records';

/** A consult while it is recorded. */
type Recorded = Consult & { recording: RecordingView };

export class FakeRecorder {
	readonly level = new Listeners<LevelEvent>();
	readonly turned = new Listeners<RecordingView>();
	readonly gap = new Listeners<GapEvent>();
	/** What is plugged in. */
	microphones: Microphone[] = [
		{ id: 'jabra', name: 'Jabra Speak 510', is_default: true },
		{ id: 'builtin', name: 'Built-in microphone', is_default: false },
	];
	/** Whether the disk takes no more of a recording. */
	diskFull = false;
	/** What happens once it takes what it refused. */
	#saved: (() => void) | undefined;
	#recorded: Recorded | null = null;
	#timers: ReturnType<typeof setInterval>[] = [];
	#checkTimer: ReturnType<typeof setInterval> | undefined;

	constructor(
		private readonly pace: number,
		/** Is told each second that was recorded. */
		private readonly heard: (consult: Consult, seconds: number) => void,
	) {}

	/** What is being recorded, or is not all saved yet. */
	get recorded(): Recorded | null {
		return this.#recorded;
	}

	check(): void {
		clearInterval(this.#checkTimer);
		let tick = 0;
		this.#checkTimer = setInterval(() => this.level.send(loudness(tick++)), 100);
	}

	stopCheck(): void {
		clearInterval(this.#checkTimer);
	}

	record(consult: Consult, device: string | null, dictation: boolean): void {
		if (this.#recorded) fail('busy', 'Another consult is being recorded. Stop it first.');
		const microphone =
			this.microphones.find((mic) => (device === null ? mic.is_default : mic.id === device)) ??
			fail('audio', 'The chosen microphone is not connected.', 'Connect it again, or choose another one.');
		const { id, recorded_ms } = consult.row;
		const recording: RecordingView = {
			encounter_id: id,
			state: 'recording',
			elapsed_ms: recorded_ms,
			saved_ms: recorded_ms,
			device: microphone.name,
			signal: null,
			problem: null,
			notice: null,
		};
		consult.row.dictation = dictation;
		this.#recorded = Object.assign(consult, { recording });
		this.#turn(this.#recorded, 'recording');
		let tick = 0;
		const levels = setInterval(
			() => recording.state === 'recording' && this.level.send(loudness(tick++)),
			Math.max(100 / this.pace, 10),
		);
		const clock = setInterval(() => {
			if (recording.state !== 'recording') return;
			recording.elapsed_ms += 250;
			recording.saved_ms = Math.floor(recording.elapsed_ms / 1000) * 1000;
			this.turned.send(recording);
			if (recording.elapsed_ms % 1000 === 0) this.heard(consult, recording.elapsed_ms / 1000);
		}, 250 / this.pace);
		this.#timers = [levels, clock];
	}

	turn(consult: Consult, state: 'recording' | 'paused'): void {
		const recorded = this.#require(consult);
		setTimeout(() => {
			const now = recorded.recording.state;
			if (now === 'recording' || now === 'paused') this.#turn(recorded, state);
		}, 100 / this.pace);
	}

	/** Ends it; what follows waits for a disk that takes the end of it. */
	end(consult: Consult, follow: () => void): void {
		const recorded = this.#require(consult);
		this.#timers.forEach(clearInterval);
		if (this.diskFull) {
			this.#turn(recorded, 'saving');
			this.#saved = () => {
				this.#stop(recorded);
				setTimeout(() => this.#leave(consult, follow), 500 / this.pace);
			};
			fail('not_saved', 'The last 4 s of the recording are not saved yet. The disk is full.');
		}
		this.#stop(recorded);
		this.#leave(consult, follow);
	}

	/** Makes room on the disk. */
	freeDisk(): void {
		this.diskFull = false;
		this.#saved?.();
		this.#saved = undefined;
	}

	/** What a muted microphone, or one that is gone for a while, does to the recording under way. */
	mishap(change: Partial<RecordingView>, gap?: GapView): void {
		if (!this.#recorded) return;
		Object.assign(this.#recorded.recording, change);
		this.turned.send(this.#recorded.recording);
		if (!gap) return;
		this.#recorded.gaps.push(gap);
		this.gap.send({ encounter_id: this.#recorded.row.id, gap });
	}

	#require(consult: Consult): Recorded {
		if (this.#recorded?.row.id !== consult.row.id) fail('not_found', 'This consult is not being recorded.');
		return this.#recorded;
	}

	#turn(recorded: Recorded, state: 'recording' | 'paused' | 'saving'): void {
		recorded.recording.state = state;
		stageIs(recorded, state);
		this.turned.send(recorded.recording);
	}

	#stop(recorded: Recorded): void {
		recorded.recording.state = 'stopped';
		recorded.row.recorded_ms = recorded.recording.elapsed_ms;
		stageIs(recorded, 'transcribing');
		this.turned.send(recorded.recording);
	}

	#leave(consult: Consult, follow: () => void): void {
		consult.recording = null;
		this.#recorded = null;
		follow();
	}
}

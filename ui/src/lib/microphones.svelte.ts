// The microphones of this computer as they come and go, and the one to record from.

import type { Microphone } from './backend';
import type { Session } from './session.svelte';

export class Microphones {
	list = $state.raw<Microphone[]>([]);
	/** The one that was chosen. Null: the system's default, whichever that is when a recording begins. */
	device = $state<string | null>(null);
	/** The name of one that was chosen and is no longer there. */
	gone = $state<string | null>(null);
	#asked = 0;

	constructor(readonly session: Session) {}

	choose(device: string | null): void {
		this.device = device;
		this.gone = null;
	}

	/** Reads anew which there are. */
	async look(): Promise<void> {
		this.#asked += 1;
		const asked = this.#asked;
		const before = this.list;
		const list = await this.session.backend.microphones();
		if (asked !== this.#asked) return;
		this.list = list;
		if (this.device === null || list.some(({ id }) => id === this.device)) return;
		this.gone = before.find(({ id }) => id === this.device)?.name ?? null;
		this.device = null;
	}

	/** Keeps to what is plugged in and out; returns the way to stop. */
	follow(): () => void {
		const again = () => {
			// One that is being recorded from can look absent, and none is chosen then.
			if (this.session.recording === null) void this.lookAgain();
		};
		// Windows without sound of their own have none.
		const devices = navigator.mediaDevices as MediaDevices | undefined;
		devices?.addEventListener('devicechange', again);
		window.addEventListener('focus', again);
		return () => {
			devices?.removeEventListener('devicechange', again);
			window.removeEventListener('focus', again);
		};
	}

	/** Nobody asked for it: what is wrong with the sound is told to who records. */
	lookAgain(): Promise<void> {
		return this.look().catch(() => undefined);
	}
}

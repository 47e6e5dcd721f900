// The backend of the application: Rust, through the commands and events that Rust generates.

import type { Backend } from '../backend';
import { commands, events } from '../bindings';

/** Hands each event to whoever listens at that moment. */
class Channel<T> {
	readonly #handlers = new Set<(event: T) => void>();

	readonly on = (handler: (event: T) => void): (() => void) => {
		this.#handlers.add(handler);
		return () => this.#handlers.delete(handler);
	};

	readonly send = ({ payload }: { payload: T }): void => this.#handlers.forEach((handler) => handler(payload));
}

/** Listens for as long as the window lives, so that no screen misses what happens while it opens. */
async function opened<T>(event: { listen: (heard: (event: { payload: T }) => void) => Promise<unknown> }) {
	const channel = new Channel<T>();
	await event.listen(channel.send);
	return channel.on;
}

export async function connectTauri(): Promise<Backend> {
	const [onLevel, onRecording, onGap, onTranscript, onTentative, onProgress, onModel, onCloseRefused, onSystemLock] =
		await Promise.all([
			opened(events.levelEvent),
			opened(events.recordingEvent),
			opened(events.gapEvent),
			opened(events.transcriptEvent),
			opened(events.tentativeEvent),
			opened(events.progressEvent),
			opened(events.modelEvent),
			opened(events.closeRefusedEvent),
			opened(events.systemLockEvent),
		]);
	const backend = {
		...commands,
		onLevel,
		onRecording,
		onGap,
		onTranscript,
		onTentative,
		onProgress,
		onModel,
		onCloseRefused,
		onSystemLock,
	};
	return backend as unknown as Backend; // only null and void differ
}

// Where the person is in the window, and the way to the backend. It keeps nothing of a patient that the backend does not know.

import { createContext } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { AppError, AppStatus, Backend, RecordingView } from './backend';
import { ModelWork } from './models.svelte';
import { toAppError } from './problem';

export type Route =
	| { screen: 'today' }
	| { screen: 'models' }
	| { screen: 'templates' }
	| { screen: 'settings' }
	| { screen: 'consult'; id: string }
	| { screen: 'review'; id: string };

/** A template or a snippet as it is typed. */
export type Typed = { name: string; text: string };

export class Session {
	status = $state<AppStatus>();
	recording = $state<RecordingView | null>(null);
	route = $state<Route>({ screen: 'today' });
	problem = $state<AppError | null>(null);
	/** What was typed and is not kept yet, by what it is of: it is there again when its screen is. */
	readonly typed = new SvelteMap<string, Typed>();
	/** Consults that shall not be offered to be finished again before the window is locked. They stay in the list. */
	readonly putOff = new SvelteSet<string>();
	#unwritten: (() => Promise<unknown>)[] = [];

	readonly models: ModelWork;

	constructor(readonly backend: Backend) {
		this.models = new ModelWork(this);
	}

	/** Follows the recording, the models and the system's lock for as long as the window lives; returns the way to stop. */
	follow(): () => void {
		const stops = [
			this.backend.onRecording((recording) => {
				this.recording = recording.state === 'stopped' ? null : recording;
			}),
			this.backend.onCloseRefused((why) => {
				this.problem = why;
			}),
			this.models.follow(),
			this.backend.onSystemLock(() => {
				if (this.status?.vault === 'open') void this.lock();
			}),
		];
		return () => stops.forEach((stop) => stop());
	}

	async refresh(): Promise<void> {
		const status = await this.backend.status();
		this.status = status;
		if (status.vault !== 'open') this.putOff.clear();
		this.recording = status.recording;
	}

	go(route: Route): void {
		this.problem = null;
		this.route = route;
	}

	/** Does what the person asked for; what went wrong before is then past. True when it succeeded. */
	async attempt(work: () => Promise<unknown>): Promise<boolean> {
		this.problem = null;
		return this.keepUp(work);
	}

	/** Does what the window needs by itself, and leaves on the screen what it says. True when it succeeded. */
	async keepUp(work: () => Promise<unknown>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (thrown) {
			await this.report(thrown);
			return false;
		}
	}

	/** Shows an error; one that says the vault is locked brings the unlock screen, which says it better. */
	async report(thrown: unknown): Promise<void> {
		const problem = toAppError(thrown);
		const relock = problem.code === 'locked' && this.status?.vault === 'open';
		this.problem = relock ? null : problem;
		if (relock) await this.refresh();
	}

	/** Has `write` run before the vault is locked; returns the way to take it back. */
	beforeLock(write: () => Promise<unknown>): () => void {
		this.#unwritten.push(write);
		return () => {
			this.#unwritten = this.#unwritten.filter((other) => other !== write);
		};
	}

	/** Locks, once all that is typed is written. Who unlocks comes back to the same screen. */
	async lock(): Promise<void> {
		await this.attempt(async () => {
			await Promise.all(this.#unwritten.map((write) => write()));
			await this.backend.lock();
			await this.refresh();
		});
	}
}

export const [useSession, provideSession] = createContext<Session>();

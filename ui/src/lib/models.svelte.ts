// What is done about models. It goes on whatever screen is shown, and what came of it is there when its screen is.

import type { ModelEvent, ModelRow } from './backend';
import { m } from './messages';
import { toAppError } from './problem';
import type { Session } from './session.svelte';

/** What events call the import of a file. */
export const IMPORT = 'import';
/** And the check of a model. */
export const CHECK = 'check';

export class ModelWork {
	rows = $state.raw<ModelRow[] | null>(null);
	/** How far it has come, by the id of its model, or by what events call it. */
	progress = $state<Record<string, ModelEvent | undefined>>({});
	/** What has not ended, whether Rust knows it already or not. */
	begun = $state<Record<string, boolean>>({});
	/** What came of the last that ended; empty once it was read. */
	said = $state('');
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/** Follows how far it has come; returns the way to stop. */
	follow(): () => void {
		return this.#session.backend.onModel((event) => {
			this.progress[event.id] = event;
		});
	}

	async load(): Promise<void> {
		await this.#session.keepUp(async () => {
			this.rows = await this.#session.backend.models();
			await this.#session.refresh();
		});
	}

	install(row: ModelRow): Promise<void> {
		this.begun[row.id] = true;
		return this.#change(row.id, async () => {
			await this.#session.backend.installModel(row.id);
			return m.modelList.isHere(row.name);
		});
	}

	remove(row: ModelRow): Promise<void> {
		return this.#change(row.id, async () => {
			await this.#session.backend.removeModel(row.id);
			return m.modelList.removed(row.name);
		});
	}

	importFile(): Promise<void> {
		this.begun[IMPORT] = true;
		return this.#change(IMPORT, async () => {
			const id = await this.#session.backend.importModel();
			return id === null ? '' : m.modelList.imported;
		});
	}

	check(row: ModelRow): Promise<void> {
		this.begun[CHECK] = true;
		return this.#change(CHECK, async () => {
			const { problem, verdict } = await this.#session.backend.checkModel(row.id);
			if (problem !== null) return m.modelList.isWrong(row.name, problem);
			return verdict === 'unknown' ? m.modelList.works(row.name) : m.modelList.isWhole(row.name);
		});
	}

	cancel(id: string): void {
		void this.#session.attempt(() => this.#session.backend.cancelModel(id));
	}

	/** Does what changes the list; it gives what is then to be said. To be stopped on purpose is no problem. */
	async #change(id: string, work: () => Promise<string>): Promise<void> {
		this.said = '';
		this.progress[id] = undefined;
		let then = '';
		await this.#session.attempt(async () => {
			try {
				then = await work();
			} catch (thrown) {
				if (toAppError(thrown).code !== 'cancelled') throw thrown;
				then = id === CHECK ? m.modelList.checkStopped : m.modelList.stopped;
			}
		});
		this.progress[id] = undefined;
		this.begun[id] = false;
		await this.load();
		if (then !== '') this.said = then;
	}
}

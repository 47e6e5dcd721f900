// The models of the stand-in backend: a small catalogue, and installations that take their time.

import type { ModelAdvice, ModelCheck, ModelEvent, ModelRow, ModelTask } from '../backend';
import { fail, Listeners } from './fake-records';

const row = (id: string, name: string, more: Partial<ModelRow> = {}): ModelRow => ({
	id,
	task: 'speech',
	name,
	note: 'A good balance for a recent laptop.',
	state: 'absent',
	in_use: false,
	test_only: false,
	megabytes: 149,
	memory_mb: 600,
	licence: 'MIT',
	can_install: true,
	...more,
});

const catalogue = (): ModelRow[] => [
	row('whisper-micro', 'Micro (English)', {
		state: 'shipped',
		in_use: true,
		test_only: true,
		megabytes: 11,
		memory_mb: 400,
		note: 'Made for trying Dictum with synthetic voices; not for patients.',
	}),
	row('whisper-base.en', 'Whisper base, English'),
	row('whisper-small.en', 'Whisper small, English', { megabytes: 489, memory_mb: 1100 }),
	row('sample-1b', 'Sample 1B', { task: 'drafting', state: 'installed', in_use: true, licence: 'Apache-2.0' }),
	row('medgemma-4b-it', 'MedGemma 4B', {
		task: 'drafting',
		megabytes: null,
		memory_mb: 8000,
		licence: 'Terms of its own',
		can_install: false,
		note: 'Given out by its publisher under terms that you have to accept there; then import its file.',
	}),
];

const STEPS = 5;

export class FakeModels {
	readonly #events = new Listeners<ModelEvent>();
	readonly on = this.#events.on;
	readonly #pause: number;
	/** What stops each that is under way. */
	readonly #stops = new Map<string, () => void>();
	#rows = catalogue();
	/** What the file dialog gives: a file, nothing, or one that is no model. */
	chosen: 'mine.gguf' | 'letter.gguf' | null = 'mine.gguf';

	/** The id of a model whose file was damaged. */
	damaged: string | null = null;

	constructor(pace: number) {
		this.#pause = 1000 / pace;
	}

	list(): ModelRow[] {
		return structuredClone(this.#rows);
	}

	async install(id: string): Promise<void> {
		const model = this.#at(id);
		if (!model.can_install) fail('model_not_fetched', `Dictum cannot fetch ${model.name} by itself.`);
		if (model.state === 'installing') fail('busy', 'This model is being installed already.');
		model.state = 'installing';
		try {
			await this.#work(id, model.megabytes ?? 100);
			model.state = 'installed';
		} catch (stopped) {
			model.state = 'partly';
			throw stopped;
		}
	}

	async import(): Promise<string | null> {
		if (this.chosen === null) return null;
		if (this.chosen === 'letter.gguf')
			fail('not_a_model', 'letter.gguf is not a model that Dictum can use.', 'Choose a ggml-….bin or .gguf file.');
		await this.#work('import', 900);
		const note = 'A model file of your own.';
		const own = { task: 'drafting', state: 'installed', licence: null, memory_mb: null, can_install: false } as const;
		this.#rows.push(row(this.chosen, this.chosen, { ...own, note }));
		return this.chosen;
	}

	cancel(id: string): void {
		this.#stops.get(id)?.();
	}

	remove(id: string): void {
		const model = this.#at(id);
		if (model.state === 'shipped') fail('model_shipped', `${model.name} came with Dictum and cannot be removed.`);
		model.state = 'absent';
		model.in_use = false;
		if (model.licence === null) this.#rows = this.#rows.filter((other) => other !== model);
	}

	async check(id: string): Promise<ModelCheck> {
		const model = this.#at(id);
		await this.#work('check', model.megabytes ?? 100);
		if (id === this.damaged)
			return {
				verdict: 'changed',
				problem: 'Its file was changed or damaged. Remove it, and install it again.',
			};
		return { verdict: 'genuine', problem: null };
	}

	async recommend(task: ModelTask): Promise<ModelAdvice> {
		await new Promise((resolve) => setTimeout(resolve, this.#pause));
		const here = 'This computer has 8000 MB of memory and 4 cores';
		return task === 'speech'
			? { advised: 'whisper-small.en', why: `${here}. Whisper small, English is the best model for it.` }
			: { advised: null, why: `${here}: too little for the models of the catalogue. Notes are drafted by rule.` };
	}

	async #work(id: string, megabytes: number): Promise<void> {
		for (let step = 0; step <= STEPS; step++) {
			const done = Math.round((megabytes * step) / STEPS);
			this.#events.send({ id, fraction: step / STEPS, message: `${done} of ${megabytes} MB` });
			const stopped = await new Promise<boolean>((resolve) => {
				setTimeout(() => resolve(false), this.#pause);
				this.#stops.set(id, () => resolve(true));
			});
			if (stopped) fail('cancelled', 'The installation was stopped.');
		}
	}

	#at(id: string): ModelRow {
		return this.#rows.find((model) => model.id === id) ?? fail('model_missing', `The model "${id}" is not installed.`);
	}
}

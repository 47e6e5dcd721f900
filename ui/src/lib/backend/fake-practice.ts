// How the practice of the stand-in backend works: its settings, its names of medicines.

import type { FormularyImport, FormularySize, Language, Settings } from '../backend';
import { fail } from './fake-records';

const STARTER = 1841;

export class FakePractice {
	#settings: Settings = {
		audio_retention: { kind: 'until_signed' },
		clinic_words: [],
		languages: ['en'],
		translate: false,
		suppress_noise: false,
		lock_after_minutes: 10,
		first_template: null,
	};
	#formulary: FormularySize = { starter: STARTER, imported: 0 };
	/** What the file dialog gives: a release of RxNorm, nothing, or a file that is no formulary. */
	chosen: 'RXNCONSO.RRF' | 'letter.pdf' | null = 'RXNCONSO.RRF';

	readonly languages: Language[] = [
		{ code: 'en', name: 'English' },
		{ code: 'fr', name: 'French' },
		{ code: 'de', name: 'German' },
	];

	settings(): Settings {
		return structuredClone(this.#settings);
	}

	save(settings: Settings): void {
		this.#settings = structuredClone(settings);
	}

	formulary(): FormularySize {
		return { ...this.#formulary };
	}

	importFormulary(): FormularyImport | null {
		if (this.chosen === null) return null;
		if (this.chosen === 'letter.pdf')
			fail('bad_formulary', 'This is not a list of names. Choose a text file (UTF-8) with one name on each line.');
		this.#formulary = { starter: STARTER, imported: 24018 };
		const skipped = [{ line: 512, why: 'it is not UTF-8' }];
		return { names: 25604, size: this.formulary(), skipped, skipped_lines: 1 };
	}

	removeFormulary(): void {
		this.#formulary = { starter: STARTER, imported: 0 };
	}
}

// The note that is under review, and what is being typed in it: it is written once, and not lost where the note changes meanwhile.

import type { NoteView } from './backend';
import { carried, unwritten, type Pen } from './pen';
import { toAppError } from './problem';
import type { Session } from './session.svelte';

export class OpenNote {
	/** As the backend last told it. */
	shown = $state.raw<NoteView | null>(null);
	pen = $state<Pen | null>(null);
	#settling: Promise<boolean> | null = null;

	constructor(
		readonly session: Session,
		/** The consult. */
		readonly id: string,
	) {}

	/** Shows the note as it now is. An answer that comes late is older than what is shown, and left out. */
	show(note: NoteView): void {
		if (this.shown && note.version < this.shown.version) return;
		this.shown = note;
		if (this.pen) this.pen = carried(this.pen, note);
	}

	/** Every change is one command, which answers with the note as it then is. True when it succeeded. */
	change(work: () => Promise<NoteView>): Promise<boolean> {
		return this.session.attempt(async () => this.show(await work()));
	}

	/** Writes what is being typed, if it says anything new. True when nothing typed is left behind. */
	settle(): Promise<boolean> {
		this.#settling ??= this.#settle().finally(() => (this.#settling = null));
		return this.#settling;
	}

	/** The same for who cannot look at it any more: what finds its statement gone is written as a new one. */
	async leave(): Promise<void> {
		if (!(await this.settle()) && this.pen?.displaced) await this.settle();
	}

	async #settle(): Promise<boolean> {
		// What is typed while the rest is being written is written next.
		while (this.pen && !unwritten(this.pen)) {
			if (!(await this.#write(this.pen))) return false;
		}
		this.pen = null;
		return true;
	}

	async #write(pen: Pen): Promise<boolean> {
		const { statement, section } = pen;
		const text = pen.text.trim();
		const { backend } = this.session;
		const known = this.#statementsOf(section);
		const written = await this.session.attempt(async () => {
			try {
				this.show(
					await (statement === null
						? backend.addStatement(this.id, section, text)
						: backend.editStatement(this.id, statement, text)),
				);
			} catch (thrown) {
				// The note that is shown is an old one, then.
				if (toAppError(thrown).code === 'not_found') this.show(await backend.note(this.id));
				throw thrown;
			}
		});
		if (!written) return false;
		pen.original = text;
		pen.displaced = false;
		// A new one is added at the end.
		pen.statement ??= this.#statementsOf(section).findLast((id) => !known.includes(id)) ?? null;
		return true;
	}

	#statementsOf(section: string): string[] {
		const found = this.shown?.sections.find(({ code }) => code === section);
		return found?.statements.map(({ id }) => id) ?? [];
	}
}

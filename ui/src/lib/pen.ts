// A statement that is being written: an existing one, or a new one of a section.

export type Pen = { statement: string | null; section: string; text: string; original: string };

/** Whether it says nothing that is not in the note already. */
export function unwritten(pen: Pen): boolean {
	const text = pen.text.trim();
	return text === '' || text === pen.original;
}

// A statement that is being written: an existing one, or a new one of a section.

import type { NoteView, SectionView } from './backend';

export type Pen = {
	/** Null for a new one. */
	statement: string | null;
	/** The code of the section that it is in. */
	section: string;
	text: string;
	original: string;
	/** Whether it is a new one because what was typed over is gone from the note. */
	displaced: boolean;
};

export const newIn = (section: string): Pen => ({ statement: null, section, text: '', original: '', displaced: false });

/** Whether it says nothing that is not in the note already. */
export function unwritten(pen: Pen): boolean {
	const text = pen.text.trim();
	return text === '' || text === pen.original;
}

/**
 * The pen once this note stands in the place of the one that it was taken up in. What was typed over a statement that is gone is a
 * new statement of its section then, or of the first section where that is gone too. Null where nothing was typed.
 */
export function carried(pen: Pen, note: NoteView): Pen | null {
	const isIts = (section: SectionView) =>
		pen.statement === null
			? section.code === pen.section
			: section.statements.some((statement) => statement.id === pen.statement);
	if (note.sections.some(isIts)) return pen;
	if (unwritten(pen)) return null;
	const section = note.sections.find(({ code }) => code === pen.section) ?? note.sections[0];
	return { ...newIn(section?.code ?? pen.section), text: pen.text, displaced: true };
}

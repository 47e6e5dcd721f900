import { screen, waitFor, within } from '@testing-library/svelte';
import type { UserEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { NoteView } from '../src/lib/backend';
import { carried, newIn } from '../src/lib/pen';
import { FAKE_PASSPHRASE, openReview, statement } from './open';

const ID = 'encounter-1';
const editor = () => screen.findByTestId('statement-editor');

async function edit(user: UserEvent, text: RegExp, typed = '') {
	await user.click(within(statement(text)).getByTestId('statement-text'));
	await user.keyboard('e');
	await editor();
	if (typed) await user.keyboard(typed);
}

/** The work stays under way until it is let go. */
function held<Given extends unknown[], Answer>(work: (...given: Given) => Promise<Answer>) {
	const gate: { open: () => void; asked: number } = { open: () => undefined, asked: 0 };
	const opened = new Promise<void>((resolve) => (gate.open = resolve));
	const holding = async (...given: Given) => {
		gate.asked += 1;
		const answer = await work(...given);
		await opened;
		return answer;
	};
	return { gate, holding };
}

const idOf = (note: NoteView, text: RegExp): string => {
	const found = note.sections.flatMap((section) => section.statements).find((one) => text.test(one.text));
	if (!found) throw new Error(`no statement says ${String(text)}`);
	return found.id;
};

test('nothing is written in a section while it is drafted again, and that is said where it is tried', async () => {
	const { user, backend } = await openReview({ pace: 1 });
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('r');
	await waitFor(() => expect(screen.getByTestId('section-again')).toHaveFocus());
	await user.keyboard('{Enter}');
	const line = await screen.findByTestId('section-redrafting');
	expect(line).toHaveTextContent('What you wrote, kept or flagged in it stays.');

	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('e');
	await waitFor(() => expect(line).toHaveTextContent('Write in it when that is done, or stop it.'));
	await user.keyboard('f');
	await user.click(screen.getByLabelText('Add to History of present illness'));
	expect(screen.queryByTestId('statement-editor')).toBeNull();
	expect(screen.queryByTestId('flag-remark')).toBeNull();

	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.type(await editor(), 'Penicillin.');
	await waitFor(() => expect(screen.queryByTestId('section-redrafting')).toBeNull());
	expect(screen.getByTestId('statement-editor')).toHaveValue('Penicillin.');
	expect(screen.queryByTestId('displaced')).toBeNull();
	await edit(user, /Denies fever/, ' Sleeps well.{Enter}');
	await waitFor(() => expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician'));
	expect(statement(/^Penicillin/)).toBeVisible();
	expect((await backend.note(ID)).version).toBe(4);
});

test('what is typed over a statement that another draft replaces is typed on as a new one, and that is told', async () => {
	const { user, backend } = await openReview();
	await edit(user, /Denies fever/, ' Sleeps well.');
	await backend.transcribeAgain(ID, 'whisper-micro');
	expect(await screen.findByTestId('displaced')).toHaveTextContent('What you typed is kept here as a new one');
	expect(await editor()).toHaveFocus();
	await user.keyboard(' Eats well.');
	const section = screen.getByTestId('displaced').closest('[data-testid=section]');
	expect(section).toHaveAttribute('data-section', 'history_of_present_illness');
	await user.keyboard('{Enter}');
	await waitFor(() =>
		expect(statement(/Denies.*Sleeps well\. Eats well\./)).toHaveAttribute('data-origin', 'clinician'),
	);
	expect(screen.queryByTestId('statement-editor')).toBeNull();
	expect(screen.queryByTestId('problem')).toBeNull();
	await edit(user, /Lungs clear/);
	expect(screen.queryByTestId('displaced')).toBeNull();
});

test('an editor in which nothing was typed closes with its statement', async () => {
	const { user, backend } = await openReview();
	await edit(user, /Denies fever/);
	await backend.transcribeAgain(ID, 'whisper-micro');
	await waitFor(() => expect(screen.queryByTestId('statement-editor')).toBeNull());
	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.type(await editor(), 'Penicillin.{Enter}');
	await waitFor(() => expect(statement(/^Penicillin/)).toHaveAttribute('data-origin', 'clinician'));
});

test('what is being typed is written before Undo, which takes that back', async () => {
	const { user, backend } = await openReview();
	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.type(await editor(), 'Penicillin.{Enter}');
	await waitFor(() => expect(statement(/^Penicillin/)).toBeVisible());
	await edit(user, /^Penicillin/, ' Rash.');
	await user.click(screen.getByTestId('undo'));
	await waitFor(() => expect(screen.queryByTestId('statement-editor')).toBeNull());
	await waitFor(() => expect(statement(/^Penicillin/)).not.toHaveTextContent('Rash'));
	const [, written] = await backend.noteHistory(ID);
	expect(written?.changes[0]?.words).toContainEqual({ fate: 'added', text: 'Rash.' });

	await edit(user, /^Penicillin/);
	await user.click(screen.getByTestId('undo'));
	await waitFor(() => expect(screen.queryByText('Penicillin.')).toBeNull());
	expect(screen.queryByTestId('statement-editor')).toBeNull();
	await edit(user, /Denies fever/, ' Sleeps well.{Enter}');
	await waitFor(() => expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician'));
});

test('a second Enter adds nothing twice, and what is typed while it is written is written too', async () => {
	const { user, backend } = await openReview();
	const { gate, holding } = held(backend.addStatement.bind(backend));
	backend.addStatement = holding;
	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.type(await editor(), 'Penicillin.{Enter}{Enter} Rash.');
	gate.open();
	await waitFor(() => expect(screen.queryByTestId('statement-editor')).toBeNull());
	expect(gate.asked).toBe(1);
	expect(screen.getAllByTestId('statement').filter((one) => /Penicillin/.test(one.textContent))).toHaveLength(1);
	expect(statement(/Penicillin\. Rash\./)).toHaveAttribute('data-origin', 'clinician');
});

test('Escape while a statement is written leaves what was written', async () => {
	const { user, backend } = await openReview();
	const { gate, holding } = held(backend.addStatement.bind(backend));
	backend.addStatement = holding;
	await user.click(screen.getByLabelText('Add to Allergies'));
	await user.type(await editor(), 'Penicillin.{Enter} Ra{Escape}');
	gate.open();
	await waitFor(() => expect(statement(/Penicillin/)).toHaveTextContent(/^Penicillin\.\s/));
	expect(screen.queryByTestId('statement-editor')).toBeNull();
});

test('a statement that is found gone when it is saved is kept as a new one; the next Save writes it', async () => {
	const { user, backend } = await openReview();
	await edit(user, /Denies fever/, ' Sleeps well.');
	await backend.removeStatement(ID, idOf(await backend.note(ID), /Denies fever/));
	await user.keyboard('{Enter}');
	expect(await screen.findByTestId('displaced')).toBeVisible();
	expect(screen.getByTestId('problem')).toHaveTextContent('This statement is not in the note any more.');
	await user.click(screen.getByTestId('statement-save'));
	await waitFor(() => expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician'));
	expect(screen.queryByTestId('problem')).toBeNull();
});

test('what was typed over a statement that is gone is in the note after the window was locked', async () => {
	const { user, backend } = await openReview();
	await edit(user, /Denies fever/, ' Sleeps well.');
	await backend.removeStatement(ID, idOf(await backend.note(ID), /Denies fever/));
	await user.keyboard('{Control>}l{/Control}');
	await user.type(await screen.findByTestId('unlock-passphrase'), `${FAKE_PASSPHRASE}{Enter}`);
	await screen.findByTestId('note');
	expect(statement(/Sleeps well/)).toHaveAttribute('data-origin', 'clinician');
});

test('an answer that comes late does not bring back an older note', async () => {
	const { user, backend } = await openReview();
	const remove = backend.removeStatement.bind(backend);
	const { gate, holding } = held(remove);
	backend.removeStatement = holding;
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('{Backspace}');
	backend.removeStatement = remove;
	await user.click(within(statement(/Lungs clear/)).getByTestId('statement-text'));
	await user.keyboard('{Backspace}');
	await waitFor(() => expect(screen.getByTestId('note')).toHaveAttribute('data-version', '3'));
	gate.open();
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(screen.getByTestId('note')).toHaveAttribute('data-version', '3');
	expect(screen.queryByText('Lungs clear to auscultation.')).toBeNull();
});

test('where the section is gone as well, what was typed moves to the first one', async () => {
	const { backend } = await openReview();
	const note = await backend.note(ID);
	const pen = { ...newIn('no_such_section'), text: 'Penicillin.' };
	expect(carried(pen, note)).toEqual({ ...pen, section: 'chief_complaint', displaced: true });
	expect(carried(newIn('no_such_section'), note)).toBeNull();
	const present = { ...newIn('allergies'), text: 'Penicillin.' };
	expect(carried(present, note)).toBe(present);
});

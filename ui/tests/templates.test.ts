import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { FAKE_PASSPHRASE, open, openReview, statement } from './open';

async function openTemplates(options: Parameters<typeof open>[0] = {}) {
	const opened = open(options);
	await opened.user.click(await screen.findByTestId('nav-templates'));
	await screen.findByTestId('template-text');
	return opened;
}

async function openSnippets() {
	const opened = open();
	await opened.user.click(await screen.findByTestId('nav-templates'));
	await opened.user.click(await screen.findByTestId('tab-snippets'));
	await screen.findByTestId('snippet-text');
	return opened;
}

function row(testid: string, id: string): HTMLElement {
	const found = screen.getAllByTestId(testid).find((one) => one.dataset.id === id);
	if (!found) throw new Error(`${id} is not on the list`);
	return found;
}

const editor = () => screen.getByTestId<HTMLTextAreaElement>('template-editor');

/** Puts `to` in the place of `from` in a text field, as somebody types it. */
async function replace(user: { type: ReturnType<typeof open>['user']['type'] }, from: string, to: string) {
	const start = editor().value.indexOf(from);
	await user.type(editor(), to.replace(/[{[]/g, '$&$&'), {
		initialSelectionStart: start,
		initialSelectionEnd: start + from.length,
	});
}

test('the list has those that come with Dictum, the own ones, and what cannot be used with its problem', async () => {
	const { user } = await openTemplates();
	expect(row('template-row', 'soap')).toHaveTextContent('SOAP note');
	expect(row('template-row', 'soap')).toHaveTextContent('Comes with Dictum');
	expect(screen.getByTestId('template-text')).toHaveValue(await templateOf('soap'));
	expect(screen.getByTestId('template-text')).toHaveAttribute('readonly');
	expect(screen.queryByTestId('edit-template')).toBeNull();
	expect(screen.queryByTestId('remove-template')).toBeNull();
	await user.click(row('template-row', 'our-clinic'));
	expect(await screen.findByTestId('template-problem')).toHaveTextContent(/line 21.*horoscope/);
	expect(row('template-row', 'our-clinic')).toHaveTextContent('Cannot be used');
	// It has to be put right before it can be copied.
	expect(screen.queryByTestId('copy-template')).toBeNull();
});

async function templateOf(name: string): Promise<string> {
	const { Fake } = await import('../src/lib/backend/fake');
	return new Fake().templateText(name);
}

test('by keyboard: a copy is edited wrongly, is told its line, keeps what was typed, and is put right', async () => {
	const { user, backend } = await openTemplates();
	await user.keyboard('c');
	expect(await screen.findByTestId('copy-name')).toHaveFocus();
	await user.keyboard('Our Notes{Enter}');
	expect(await screen.findByText(/small letters, digits/)).toBeVisible();
	await user.clear(screen.getByTestId('copy-name'));
	await user.keyboard('ours{Enter}');
	await screen.findByTestId('template-editor');
	await waitFor(() => expect(editor()).toHaveFocus());
	const kept = await backend.templateText('ours');

	await replace(user, 'layout = "list"', 'layout = "poem"');
	await user.keyboard('{Control>}s{/Control}');
	const fault = await screen.findByText(/Line 9:/);
	expect(fault).toHaveTextContent('poem');
	expect(screen.getByTestId('fault')).toHaveAttribute('data-line', '9');
	expect(editor()).toHaveAttribute('aria-invalid', 'true');
	expect(editor().value).toContain('poem');
	expect(editor().value.slice(0, editor().selectionStart).split('\n')).toHaveLength(9);
	expect(await backend.templateText('ours')).toBe(kept);

	await replace(user, '"poem"', '"paragraph"');
	expect(screen.getByTestId('fault')).toBeEmptyDOMElement();
	await user.keyboard('{Control>}s{/Control}');
	expect(await screen.findByText('ours is saved.')).toBeVisible();
	expect(await backend.templateText('ours')).toContain('layout = "paragraph"');
	expect((await backend.templates()).map(({ name }) => name)).toContain('ours');
});

test('what was typed and not saved is there again after another screen and after locking', async () => {
	const { user } = await openTemplates();
	await user.click(row('template-row', 'our-clinic'));
	await user.click(await screen.findByTestId('edit-template'));
	await screen.findByTestId('template-editor');
	await replace(user, 'Knee clinic', 'Hip clinic');
	await user.click(row('template-row', 'soap'));
	await screen.findByTestId('template-text');
	expect(row('template-row', 'our-clinic')).toHaveTextContent('Not saved yet');
	await user.click(screen.getByTestId('nav-today'));
	await screen.findByTestId('worklist');
	await user.keyboard('{Control>}l{/Control}');
	await user.type(await screen.findByTestId('unlock-passphrase'), `${FAKE_PASSPHRASE}{Enter}`);
	await user.click(await screen.findByTestId('nav-templates'));
	await screen.findByTestId('template-text');
	await user.click(row('template-row', 'our-clinic'));
	await screen.findByTestId('template-editor');
	expect(editor().value).toContain('Hip clinic');
	await user.click(screen.getByTestId('discard-template'));
	expect(await screen.findByTestId('template-text')).not.toHaveTextContent('Hip clinic');
	expect(row('template-row', 'our-clinic')).not.toHaveTextContent('Not saved yet');
});

test('a template is removed only after being asked', async () => {
	const { user, backend } = await openTemplates();
	await user.click(row('template-row', 'our-clinic'));
	await user.click(await screen.findByTestId('remove-template'));
	await screen.findByTestId('remove-dialog');
	await user.keyboard('{Enter}');
	await waitFor(() => expect(screen.queryByTestId('remove-dialog')).toBeNull());
	expect(row('template-row', 'our-clinic')).toBeVisible();
	await user.click(screen.getByTestId('remove-template'));
	await user.click(await screen.findByTestId('remove-confirm'));
	expect(await screen.findByText('our-clinic is removed.')).toBeVisible();
	expect((await backend.allTemplates()).map(({ name }) => name)).not.toContain('our-clinic');
});

test('a file is imported; a malformed one is refused with its line, and choosing none is no problem', async () => {
	const { user, backend } = await openTemplates();
	backend.chosenFile('name = "x"\nlayout = "poem"\n');
	await user.click(screen.getByTestId('import-template'));
	expect(await screen.findByTestId('problem')).toHaveTextContent('line 2');
	backend.chosenFile(null);
	await user.click(screen.getByTestId('import-template'));
	await waitFor(() => expect(screen.queryByTestId('problem')).toBeNull());
	backend.chosenFile('name = "letter"\ntitle = "A letter"\n');
	await user.click(screen.getByTestId('import-template'));
	expect(await screen.findByText('letter is imported.')).toBeVisible();
	expect(row('template-row', 'letter')).toHaveAttribute('aria-current', 'true');
});

test('an example note makes a template, tells which headings it does not know, and is not kept', async () => {
	const { user, backend } = await openTemplates();
	await user.click(screen.getByTestId('from-note'));
	expect(await screen.findByTestId('from-note-name')).toHaveFocus();
	await user.type(screen.getByTestId('from-note-name'), 'ours');
	await user.type(screen.getByTestId('from-note-text'), 'Zeb Quaxley has a cough.');
	await user.click(screen.getByTestId('from-note-make'));
	expect(await screen.findByText(/No heading was recognised/)).toBeVisible();
	await user.clear(screen.getByTestId('from-note-text'));
	await user.type(screen.getByTestId('from-note-text'), 'Allergies: Zeb has none\nPets: a dog');
	await user.click(screen.getByTestId('from-note-make'));
	expect(await screen.findByText(/ours has 1 section\./)).toBeVisible();
	expect(screen.getByTestId('left-out')).toHaveTextContent('line 2: “Pets” is no section that Dictum knows');
	expect(screen.getByTestId<HTMLTextAreaElement>('template-text').value).not.toContain('Zeb');
	await user.click(screen.getByTestId('from-note'));
	expect(await screen.findByTestId('from-note-text')).toHaveValue('');

	backend.chosenFile('Examination: normal');
	await user.type(screen.getByTestId('from-note-name'), 'theirs');
	await user.click(screen.getByTestId('from-note-file'));
	expect(await screen.findByText(/theirs has 1 section\./)).toBeVisible();
});

test('a snippet is written; a malformed one is told its line and nothing is lost', async () => {
	const { user, backend } = await openSnippets();
	await user.keyboard('n');
	await waitFor(() => expect(screen.getByTestId('snippet-name')).toHaveFocus());
	await user.keyboard('Hip!');
	await user.type(screen.getByTestId('snippet-text'), 'Hip:{Enter}{{{{side: left|right hip free.');
	await user.keyboard('{Control>}s{/Control}');
	expect(await screen.findByText(/A snippet cannot be called so/)).toBeVisible();
	await user.clear(screen.getByTestId('snippet-name'));
	await user.type(screen.getByTestId('snippet-name'), 'hip');
	await user.keyboard('{Control>}s{/Control}');
	expect(await screen.findByText(/Line 2: a field is not closed/)).toBeVisible();
	const text = screen.getByTestId<HTMLTextAreaElement>('snippet-text');
	expect(text.value).toBe('Hip:\n{{side: left|right hip free.');
	const at = text.value.indexOf(' hip free');
	await user.type(text, '}}', { initialSelectionStart: at, initialSelectionEnd: at });
	await user.keyboard('{Control>}s{/Control}');
	expect(await screen.findByText('hip is saved.')).toBeVisible();
	expect(row('snippet-row', 'hip')).toHaveTextContent('Fields: side');
	expect((await backend.snippets()).at(-1)).toEqual({
		name: 'hip',
		text: 'Hip:\n{{side: left|right}} hip free.',
		fields: [{ name: 'side', choices: ['left', 'right'] }],
	});
});

test('snippets are changed, imported and removed; half typed ones stay', async () => {
	const { user, backend } = await openSnippets();
	await user.click(row('snippet-row', 'rest'));
	await user.type(await screen.findByTestId('snippet-text'), ' Twice.');
	await user.click(row('snippet-row', 'safety-net'));
	expect(row('snippet-row', 'rest')).toHaveTextContent('Not saved yet');
	await user.click(row('snippet-row', 'rest'));
	await waitFor(() => expect(screen.getByTestId<HTMLTextAreaElement>('snippet-text').value).toMatch(/Twice\.$/));
	await user.click(screen.getByTestId('save-snippet'));
	expect(await screen.findByText('rest is saved.')).toBeVisible();
	await user.click(screen.getByTestId('remove-snippet'));
	await user.click(await screen.findByTestId('remove-confirm'));
	expect(await screen.findByText('rest is removed.')).toBeVisible();
	await user.click(screen.getByTestId('import-snippets'));
	expect(await screen.findByText('1 snippet is imported.')).toBeVisible();
	expect((await backend.snippets()).map(({ name }) => name)).toEqual(['knee-normal', 'safety-net', 'ice']);
});

test('by keyboard: a snippet is found, its fields are filled in, and it stands where the caret was', async () => {
	const { user } = await openReview();
	await user.click(within(statement(/Denies fever/)).getByTestId('statement-text'));
	await user.keyboard('e');
	const text = await screen.findByTestId<HTMLTextAreaElement>('statement-editor');
	text.setSelectionRange(0, 6);
	await user.keyboard('{Control>}i{/Control}');
	await waitFor(() => expect(screen.getByTestId('snippet-find')).toHaveFocus());
	await user.keyboard('knee');
	expect(await screen.findAllByTestId('snippet-choice')).toHaveLength(1);
	await user.keyboard('{Enter}');
	const side = await screen.findByTestId('field');
	await waitFor(() => expect(side).toHaveFocus());
	expect(await screen.findByText(/Still open: side/)).toBeVisible();
	await user.selectOptions(side, 'left');
	await waitFor(() => expect(screen.getByTestId('snippet-preview')).toHaveTextContent(/^left knee: no effusion/));
	side.focus();
	await user.keyboard('{Enter}');
	await waitFor(() => expect(text).toHaveFocus());
	expect(text.value).toMatch(/^left knee: no effusion.* fever, locking/);
	expect(screen.queryByTestId('snippet-picker')).toBeNull();
	await user.keyboard('{Enter}');
	await waitFor(() => expect(statement(/left knee: no effusion/)).toBeVisible());
});

test('a field that is left open stands out, blocks the signature, cannot be kept, and is filled in', async () => {
	const { user } = await openReview();
	await user.click(screen.getByLabelText('Add to Advice'));
	await user.click(await screen.findByTestId('snippet'));
	await user.type(await screen.findByTestId('snippet-find'), 'rest for');
	await user.keyboard('{Enter}');
	await screen.findByTestId('field');
	await user.click(screen.getByTestId('snippet-insert'));
	const text = await screen.findByTestId<HTMLTextAreaElement>('statement-editor');
	await waitFor(() => expect(text.value).toBe('Rest for {{duration}}, then go back to work.'));
	await user.keyboard('{Enter}');
	await waitFor(() => expect(statement(/Rest for/)).toHaveAttribute('data-needs-resolution', 'true'));
	const open = statement(/Rest for/);
	expect(within(open).getByTestId('open-field')).toHaveTextContent('{{duration}}');
	expect(within(open).getByTestId('ask')).toHaveTextContent('Not finished. A field in it is still');
	expect(within(open).queryByTestId('keep-known')).toBeNull();
	await user.keyboard('k');
	await user.click(screen.getByTestId('sign'));
	expect(await screen.findByTestId('sign-blocked')).toHaveTextContent('3 statements are still to resolve');
	await user.click(screen.getByTestId('sign-dialog-close'));

	await user.click(within(statement(/Rest for/)).getByTestId('edit'));
	await waitFor(() => expect(screen.getByTestId('statement-editor')).toHaveFocus());
	await user.keyboard('two days{Enter}');
	await waitFor(() => expect(statement(/Rest for two days/)).toHaveAttribute('data-needs-resolution', 'false'));
});

test('F2 goes from field to field, and Escape leaves the snippets without leaving the statement', async () => {
	const { user } = await openReview();
	await user.click(screen.getByLabelText('Add to Advice'));
	const text = await screen.findByTestId<HTMLTextAreaElement>('statement-editor');
	await user.type(text, '{{{{a}} and {{{{b}}');
	const selected = () => text.value.slice(text.selectionStart, text.selectionEnd);
	await user.keyboard('{F2}');
	expect(selected()).toBe('{{a}}');
	await user.keyboard('{F2}');
	expect(selected()).toBe('{{b}}');
	await user.keyboard('{Control>}i{/Control}');
	await screen.findByTestId('snippet-find');
	await user.keyboard('{Escape}');
	await waitFor(() => expect(text).toHaveFocus());
	expect(screen.queryByTestId('snippet-picker')).toBeNull();
	expect(text.value).toBe('{{a}} and {{b}}');
});

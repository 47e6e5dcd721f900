import '@testing-library/jest-dom/vitest';
import { configure } from '@testing-library/svelte';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 15_000 });

// What jsdom lacks and every window of Dictum has.
const before = new WeakMap<HTMLDialogElement, Element | null>();
HTMLDialogElement.prototype.showModal = function () {
	before.set(this, document.activeElement);
	this.open = true;
	const controls = [...this.querySelectorAll<HTMLElement>('input, button')];
	(controls.find((control) => control.autofocus) ?? controls[0])?.focus();
};
HTMLDialogElement.prototype.close = function () {
	this.open = false;
	const last = before.get(this);
	if (last instanceof HTMLElement) last.focus();
};
Element.prototype.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

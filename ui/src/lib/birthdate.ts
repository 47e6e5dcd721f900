// Dates of birth as people write them. What could be two dates is none: 03/04/1968 is March in one country and April in
// another, and a wrong date of birth in a record is worse than a question.

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthOf = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** YYYY-MM-DD; 'ambiguous' where day and month could be exchanged, null where it is no date of somebody alive. */
export function readBirthDate(text: string, now = new Date()): string | null {
	const parts = text.trim().replace(/(\d)(st|nd|rd|th)\b/i, '$1');
	const named = /^(\d{1,2})[\s.-]*([a-z]{3,9})[\s.,-]*(\d{4})$/i.exec(parts);
	if (named) return date(named[3], monthOf(named[2] ?? ''), named[1], now);
	const monthFirst = /^([a-z]{3,9})[\s.-]*(\d{1,2})[\s,-]+(\d{4})$/i.exec(parts);
	if (monthFirst) return date(monthFirst[3], monthOf(monthFirst[1] ?? ''), monthFirst[2], now);
	const yearFirst = /^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})$/.exec(parts);
	if (yearFirst) return date(yearFirst[1], yearFirst[2], yearFirst[3], now);
	const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(parts);
	if (!numbers) return null;
	const [, one = '', other = '', year] = numbers;
	if (one !== other && Number(one) <= 12 && Number(other) <= 12) return 'ambiguous';
	return Number(one) > 12 ? date(year, other, one, now) : date(year, one, other, now);
}

type Part = string | number | undefined;

function date(year: Part, month: Part, day: Part, now: Date): string | null {
	const [y, mon, d] = [Number(year), Number(month), Number(day)];
	const made = new Date(Date.UTC(y, mon - 1, d));
	const exists = made.getUTCMonth() === mon - 1 && made.getUTCDate() === d;
	if (!exists || y < now.getFullYear() - 130 || made > now) return null;
	return made.toISOString().slice(0, 10);
}

import { type Citation, citationText } from '../../core/step.ts';

/** For programs: eight hex digits, each place once. */
export function citesOf(citations: readonly Citation[]): readonly string[] {
  return [...new Set(citations.map((citation) => citationText(citation, 8)))];
}

/** For people: the first place in full, other evidence by its digits, at most three. */
export function citesText(citations: readonly Citation[], digits: number): string {
  const [first, ...others] = citations;
  if (first === undefined) return '';
  const shorten = ({ evidence }: Citation): string => evidence.slice(0, digits);
  const ids = new Set(others.map(shorten));
  ids.delete(shorten(first));
  const named = [citationText(first, digits), ...[...ids].slice(0, 2)];
  return ids.size > 2 ? `${named.join(', ')} +${ids.size - 2}` : named.join(', ');
}

/** For people, where there is little room: evidence alone, `EV-3f9a, 9a04`. */
export function evidenceText(citations: readonly Citation[], digits: number): string {
  const ids = [...new Set(citations.map(({ evidence }) => (evidence === 'note' ? 'note' : evidence.slice(0, digits))))];
  const named = ids.slice(0, 3).join(', ');
  const text = ids.length > 3 ? `${named} +${ids.length - 3}` : named;
  return text === '' || text.startsWith('note') ? text : `EV-${text}`;
}

import { type Citation, citationText } from '../../core/step.ts';

/** For programs: eight hex digits, each place once. */
export function citesOf(citations: readonly Citation[]): readonly string[] {
  return [...new Set(citations.map((citation) => citationText(citation, 8)))];
}

/** For people, where there is little room: evidence alone, `EV-3f9a, 9a04`. */
export function evidenceText(citations: readonly Citation[], digits: number): string {
  const ids = [...new Set(citations.map(({ evidence }) => (evidence === 'note' ? 'note' : evidence.slice(0, digits))))];
  const named = ids.slice(0, 3).join(', ');
  const text = ids.length > 3 ? `${named} +${ids.length - 3}` : named;
  return text === '' || text.startsWith('note') ? text : `EV-${text}`;
}

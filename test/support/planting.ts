import type { SecretMaker } from './secrets.ts';

/** What to write into evidence: secrets, and a word that is none and must therefore be found. */
export interface Planting {
  readonly secrets: SecretMaker;
  readonly marker: string;
}

export type Change = (text: string, planting: Planting) => string;
/** A fixture of a format, and where in it a secret could stand. */
export type Place = readonly [fixture: string, change: Change];
// biome-ignore lint/suspicious/noExplicitAny: fixtures have the shape that their format has
export type Document = any;

export function json(change: (document: Document, say: () => string, planting: Planting) => void): Change {
  return (text, planting) => {
    const document = JSON.parse(text) as Document;
    change(document, () => `${planting.marker} ${planting.secrets.sentence()}`, planting);
    return JSON.stringify(document, null, 1);
  };
}

/** The text with further lines; each takes one phrase, and one takes them all. */
export function lines(write: (text: string, number: number) => string, after = ''): Change {
  return (text, { secrets, marker }) => {
    const added = [...secrets.phrases(), secrets.sentence()].map((phrase, i) => write(`${marker} ${phrase}`, i));
    return `${text.trimEnd()}\n${added.join('\n')}\n${after}`;
  };
}

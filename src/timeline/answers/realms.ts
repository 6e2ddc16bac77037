import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';

/** Formats of forges begin with their names; all others speak of registries. */
const FORGE = /^(?:github|gitlab|bitbucket)/;

/** Where an act was done: an address or a token of a forge is none of the registry, though one person has both. */
export class Realms {
  readonly #byEvidence: ReadonlyMap<string, string>;

  constructor(view: RuleView) {
    this.#byEvidence = new Map(
      view.files().map(({ sha256, format }) => [sha256, FORGE.exec(format)?.[0] ?? 'registry']),
    );
  }

  areOne(a: Step, b: Step): boolean {
    return this.#of(a) === this.#of(b);
  }

  #of({ citations: [first] }: Step): string {
    return this.#byEvidence.get(first?.evidence ?? '') ?? 'registry';
  }
}

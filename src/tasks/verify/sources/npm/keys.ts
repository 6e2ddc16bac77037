import { citationText } from '../../../../core/step.ts';
import { readRegistryKey } from '../../../../formats/npm/registry-key.ts';
import { Keyring, type ListedKey } from '../../../../integrity/npm-keyring.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';

/** Keys that are taken from evidence; no registry has as many. */
const MOST = 1000;

/** The keys that npm publishes, with those that evidence lists. */
export function keyringOf(reader: CaseReader): Keyring {
  return new Keyring([...listedIn(reader)].slice(0, MOST));
}

function* listedIn({ states }: CaseReader): Generator<ListedKey> {
  for (const state of states.states('registry-keys')) {
    const source = citationText({ evidence: state.evidence, place: '' }, 8);
    for (const part of state.parts.slice(0, MOST)) {
      const key = readRegistryKey(state.value(part));
      if (key !== undefined) yield { ...key, source };
    }
  }
}

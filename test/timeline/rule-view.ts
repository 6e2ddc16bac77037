import { sha256 } from '../../src/core/digest.ts';
import type { StateView } from '../../src/core/inference.ts';
import type { EvidenceFile, RuleView, StepQuery } from '../../src/core/rule.ts';
import { compareSteps, type Step } from '../../src/core/step.ts';
import { microsOf } from '../../src/core/time.ts';
import { isAsked } from '../../src/tasks/detect/step-query.ts';

export interface Parts {
  readonly steps?: readonly Step[];
  readonly states?: readonly StateView[];
  readonly files?: readonly EvidenceFile[];
}

/** What rules see, made of steps and states in any order. */
export function ruleView({ steps = [], states = [], files = [] }: Parts): RuleView {
  const sorted = [...steps].sort(compareSteps);
  const kept = new Map<unknown, unknown>();
  const query = (asked: StepQuery): readonly Step[] => sorted.filter((step) => isAsked(step, asked));
  const view: RuleView = {
    subjects: () => [...new Set(states.map(({ subject }) => subject))].sort(),
    states: (subject) => states.filter((state) => state.subject === subject),
    steps: (asked) => query(asked?.package === undefined ? {} : { packages: [asked.package] }),
    packages: () => [],
    query,
    files: () => files,
    members: ({ members }) => members,
    records: () => [],
    shared<T>(make: (view: RuleView) => T): T {
      if (!kept.has(make)) kept.set(make, make(view));
      return kept.get(make) as T;
    },
  };
  return view;
}

/** A piece of evidence, by any name. */
export function file(name: string, format: string, first?: string, last?: string): EvidenceFile {
  return {
    sha256: sha256(name),
    name,
    format,
    ...(first !== undefined && { first: microsOf(first) }),
    ...(last !== undefined && { last: microsOf(last) }),
  };
}

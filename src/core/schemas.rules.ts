import { PHASES, SEVERITIES } from './finding.ts';
import { about, COUNT, type JsonSchema, object, oneOf, TEXT, TEXTS, YES_NO } from './json-schema.ts';

const EXAMPLE: JsonSchema = object({ example: TEXT, expected: TEXT, found: TEXT, passed: YES_NO });

/** A row of `rules list`, of `rules lint` (what is wrong, and where), or of `rules test`. */
export const RULES_ROW: JsonSchema = object(
  {},
  {
    id: about('list: the rule', TEXT),
    title: TEXT,
    severity: oneOf(...SEVERITIES),
    phase: oneOf(...PHASES),
    origin: about('list: built in, shipped, or the file', TEXT),
    needs: about('list: what it looks at', TEXT),
    file: about('lint: as it was named', TEXT),
    line: about('lint: from 1', COUNT),
    message: about('lint: what is wrong', TEXT),
    rule: about('lint: title of the rule; test: its id', TEXT),
    example: about('test: what happened', TEXT),
    expected: about('test: what the rule should say', TEXT),
    found: about('test: what it says', TEXT),
    passed: YES_NO,
  },
);

export const RULES_FOOT: JsonSchema = object(
  {},
  {
    rules: about('list, lint: how many', COUNT),
    files: about('lint: how many', COUNT),
    errors: about('lint: how many', COUNT),
    examples: about('test: how many were run', COUNT),
    failed: about('test: how many said something else', COUNT),
    without: about('test: rules in YAML that have no examples', COUNT),
    explained: about(
      'explain: the rule',
      object({
        id: TEXT,
        title: TEXT,
        severity: oneOf(...SEVERITIES),
        phase: oneOf(...PHASES),
        origin: TEXT,
        needs: TEXT,
        looks_for: TEXT,
        why: TEXT,
        false_positives: TEXT,
        limits: TEXTS,
        references: TEXTS,
        examples: { type: 'array', items: EXAMPLE },
      }),
    ),
  },
);

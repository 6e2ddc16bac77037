import { PHASES, SEVERITIES } from './finding.ts';
import {
  about,
  COUNT,
  type JsonSchema,
  type Members,
  object,
  oneOf,
  SHA256,
  TEXT,
  TEXTS,
  TIME,
  YES_NO,
} from './json-schema.ts';

const SEVERITY = oneOf(...SEVERITIES);
const CITES = about('where it stands: EV-3f9a0c11:17', TEXTS);

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** Exact, or between two moments. */
const TIMES: Members = { time: TIME, not_before: TIME, not_after: TIME };

const ABOUT = object(
  {},
  {
    packages: TEXTS,
    brings: about('packages that a release newly brings along', TEXTS),
    releases: TEXTS,
    accounts: TEXTS,
    tokens: TEXTS,
    ips: TEXTS,
    repos: TEXTS,
    runs: TEXTS,
  },
);

/** A row of `detect`. */
export const FINDINGS_ROW = object(
  {
    id: about('the same on every machine, for the same evidence', SHA256),
    rule: TEXT,
    severity: SEVERITY,
    certainty: oneOf('certain', 'possible'),
    phase: oneOf(...PHASES),
    amplifier: about('makes others graver, is no alert of its own', YES_NO),
    subject: TEXT,
    fact: TEXT,
    about: ABOUT,
    cites: CITES,
    new: about('neither in the baseline nor acknowledged', YES_NO),
  },
  {
    ...TIMES,
    incident: about('INC-1', TEXT),
    details: TEXTS,
    acknowledged: about('the reason that was given', TEXT),
    data: { type: 'object' },
  },
);

const RULE = object(
  {
    id: TEXT,
    status: oneOf('fired', 'silent', 'no-evidence', 'failed'),
    findings: COUNT,
    judged: about('how many subjects could be judged', COUNT),
    missing: listOf(object({ subject: TEXT, why: TEXT, bring: TEXT })),
  },
  { missing_more: about('how many more subjects for the same reasons', COUNT), error: TEXT },
);

const ANSWER = listOf(
  object({ topic: TEXT, text: TEXT, state: oneOf('good', 'open', 'unknown', 'plain'), cites: CITES }),
);

const ANSWERS = object({ over: ANSWER, how_bad: ANSWER, what_else: ANSWER });

const RELEASE = object(
  { name: TEXT, published: TIME, cites: CITES },
  {
    removed: object({}, TIMES),
    exposure: about('how long it could be installed', object({}, { at_least_seconds: COUNT, at_most_seconds: COUNT })),
  },
);

const RESPONSE = object(
  { kind: TEXT, what: TEXT, grade: TEXT, cites: CITES },
  { ...TIMES, who: TEXT, from_act_seconds: COUNT, from_known_seconds: COUNT },
);

const FETCH = object(
  { grade: oneOf('confirmed', 'likely', 'possible'), releases: TEXTS, count: COUNT, cites: CITES },
  { first: TIME, who: TEXT, ip: TEXT, client: TEXT, host: TEXT, file: TEXT, remarks: TEXTS },
);

const BRIEF: Members = {
  name: TEXT,
  id: SHA256,
  severity: SEVERITY,
  patterns: about('what it matches: a pattern, not a verdict on people', TEXTS),
  findings: about('ids, in the order of time', TEXTS),
  packages: TEXTS,
  accounts: TEXTS,
  first: TIME,
  last: TIME,
};

const INCIDENT = object(
  {
    ...BRIEF,
    answers: ANSWERS,
    releases: listOf(RELEASE),
    response: listOf(RESPONSE),
    fetched: listOf(FETCH),
    coverage: TEXTS,
    rotate: listOf(object({ kind: TEXT, what: TEXT, why: TEXT, cites: CITES }, { done: CITES })),
    clocks: listOf(object({ source: TEXT, against: TEXT, offset_ms: COUNT, count: COUNT })),
    not_in_evidence: TEXTS,
  },
  { time_to_detect_seconds: COUNT, time_to_contain_seconds: COUNT },
);

/** The head of a story that `show` tells. */
export const STORY_HEAD = object(
  {},
  {
    incidents: about(
      'those of the packages that were asked for',
      listOf(object({ name: TEXT, id: SHA256, severity: SEVERITY, patterns: TEXTS, answers: ANSWERS })),
    ),
  },
);

/** The head of `detect`. */
export const FINDINGS_HEAD = object({
  version: about('of this program', TEXT),
  rules: about('those that fired, by id', {
    type: 'object',
    additionalProperties: object({ title: TEXT, why: TEXT }),
  }),
});

/** The foot of `detect`. */
export const FINDINGS_FOOT = object(
  {
    findings: COUNT,
    new: about('neither in the baseline nor acknowledged', COUNT),
    highest: oneOf('none', ...SEVERITIES),
    rules: listOf(RULE),
    incidents: listOf(INCIDENT),
  },
  {
    more_incidents: about('beyond the gravest twelve: not asked about further', listOf(object(BRIEF))),
    redacted: about('entries that rules could not see, as they were redacted', COUNT),
  },
);

import { readCorrelation, referencesOf } from './correlation.ts';
import { readDetection } from './detection.ts';
import { type ExamplesOf, readExamples } from './examples.ts';
import { readHead } from './head.ts';
import { type LimitLine, readLimits } from './limits.ts';
import { formatsOf } from './logsource.ts';
import type { CorrelationRule, DraftDetection, RuleHead, SigmaFilter } from './model.ts';
import { mapOf, textOf } from './node.ts';
import { formatsIn, isOwnOnly, ownCorrelation, ownOf, placeholdersOf } from './own.ts';
import type { Placeholders } from './placeholders.ts';
import { Problems, type RuleProblem, refuse } from './problem.ts';
import { memberOf, readYaml, type YamlMap, type YamlMember, type YamlNode } from './yaml.ts';

/** What a rule file says, before names are looked up in the others. */
export interface RuleFile {
  readonly name: string;
  readonly rules: readonly (DraftDetection | CorrelationRule)[];
  readonly filters: readonly SigmaFilter[];
  readonly limits: readonly LimitLine[];
  /** Examples with the rule of their document, or the name of another. */
  readonly examples: readonly (ExamplesOf & { readonly head?: RuleHead })[];
  readonly problems: readonly RuleProblem[];
}

/** Reads one file of rules, correlations, filters and limits; several documents are separated by `---`. */
export function readRuleFile(name: string, text: string): RuleFile {
  const problems = new Problems(name);
  const file = new Gathered();
  const documents = readYaml(text, problems);
  if (documents.length === 0 && problems.all.length === 0) problems.add(1, 'holds no rule');
  for (const node of documents) {
    problems.rule = undefined;
    problems.attempt(() => document(node, file, problems));
  }
  return {
    name,
    rules: file.rules,
    filters: file.filters,
    limits: file.limits,
    examples: file.examples,
    problems: problems.all,
  };
}

class Gathered {
  readonly rules: (DraftDetection | CorrelationRule)[] = [];
  readonly filters: SigmaFilter[] = [];
  readonly limits: LimitLine[] = [];
  readonly examples: (ExamplesOf & { readonly head?: RuleHead })[] = [];
}

/** What makes a document what it is. */
const KINDS = ['detection', 'correlation', 'filter', 'limits'] as const;

function document(node: YamlNode, file: Gathered, problems: Problems): void {
  const map = mapOf(node, 'a document');
  const action = memberOf(map, 'action');
  if (action !== undefined)
    refuse(action, '`action` is of Sigma 1 and not supported: write each rule as a document of its own');
  if (memberOf(map, 'limits') !== undefined) {
    file.limits.push(...readLimits(map, problems));
    return;
  }
  const own = problems.attempt(() => ownOf(map));
  const examples = own === undefined ? undefined : problems.attempt(() => readExamples(own));
  if (isOwnOnly(map)) {
    if (examples?.of === undefined) refuse(map, '`audit-timeline` alone needs `examples-of` and `examples`');
    file.examples.push(examples);
    return;
  }
  const head = readHead(map, problems.file, problems);
  const [one, two] = KINDS.map((kind) => memberOf(map, kind)).filter((member) => member !== undefined);
  if (two !== undefined) refuse(two, `\`${one?.name}\` and \`${two.name}\` are two documents`);
  const rule = ruleOf({ map, own, head, part: one }, file, problems);
  if (rule !== undefined) file.rules.push(rule);
  if (examples !== undefined && head !== undefined) file.examples.push({ ...examples, head });
}

interface Parts {
  readonly map: YamlMap;
  readonly own: YamlMap | undefined;
  readonly head: RuleHead | undefined;
  /** `detection`, `correlation` or `filter`. */
  readonly part: YamlMember | undefined;
}

function ruleOf(parts: Parts, file: Gathered, problems: Problems): DraftDetection | CorrelationRule | undefined {
  const { map, own, head, part } = parts;
  if (part?.name === 'detection') return detectionOf(parts, part, problems);
  if (part?.name === 'filter') {
    const filter = filterOf(parts, part, problems);
    if (filter !== undefined) file.filters.push(filter);
    return undefined;
  }
  if (part !== undefined) {
    const read = problems.attempt(() => readCorrelation(part.value));
    return read === undefined || head === undefined ? undefined : { kind: 'correlation', head, ...read };
  }
  // What stands in `audit-timeline` but cannot be read was told of already.
  if (own === undefined && memberOf(map, 'audit-timeline') !== undefined) return undefined;
  const before = problems.all.length;
  const found = own === undefined ? undefined : problems.attempt(() => ownCorrelation(own));
  if (problems.all.length > before) return undefined;
  if (found === undefined) return refuse(map, 'the document has none of detection, correlation, filter, limits');
  return head === undefined ? undefined : { kind: 'correlation', head, generate: false, ...found };
}

function detectionOf(parts: Parts, part: YamlMember, problems: Problems): DraftDetection | undefined {
  const placeholders = placeholdersIn(parts, problems);
  const formats = problems.attempt(() => sourcesOf(parts));
  const expression = readDetection(part.value, 'detection', placeholders, problems);
  const { head } = parts;
  if (head === undefined || formats === undefined || expression === undefined) return undefined;
  return { kind: 'detection', head, formats, expression };
}

function filterOf(parts: Parts, part: YamlMember, problems: Problems): SigmaFilter | undefined {
  const placeholders = placeholdersIn(parts, problems);
  const formats = problems.attempt(() => sourcesOf(parts));
  const expression = readDetection(part.value, 'filter', placeholders, problems);
  const rules = problems.attempt(() => filteredRules(part));
  const { head } = parts;
  if (head === undefined || formats === undefined || expression === undefined || rules === undefined) return undefined;
  return { title: head.title, file: head.file, line: part.line, formats, rules, expression };
}

function filteredRules(part: YamlMember): SigmaFilter['rules'] {
  const member = memberOf(part.value, 'rules') ?? refuse(part, '`filter` lacks `rules`');
  const isAny = member.value.kind === 'scalar' && textOf(member.value, '`rules`').toLowerCase() === 'any';
  return isAny ? 'any' : referencesOf(member.value);
}

function placeholdersIn({ own }: Parts, problems: Problems): Placeholders {
  return problems.attempt(() => placeholdersOf(own)) ?? new Map();
}

function sourcesOf({ map, own }: Parts): readonly string[] {
  const named = formatsIn(own);
  if (named !== undefined) return named;
  const source = memberOf(map, 'logsource') ?? refuse(map, 'the document lacks `logsource`');
  return formatsOf(source.value);
}

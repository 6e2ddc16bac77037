import type { LimitValues } from '../../core/rule.ts';
import type { SigmaExample } from './examples.ts';
import { type Expression, guardOf, testOf } from './expression.ts';
import { type LimitedRule, limitChanges } from './limits.ts';
import type { DraftDetection, Reference, SigmaFilter, SigmaRule } from './model.ts';
import { compareProblems, Problems, type RuleProblem } from './problem.ts';
import { type RuleFile, readRuleFile } from './rule-file.ts';

/** Rules of several files, put together. */
export interface RuleSet {
  /** In the order of their ids. Those that only serve others are among them. */
  readonly rules: readonly SigmaRule[];
  /** Ids of the rules that are told of: not those that only serve a correlation. */
  readonly told: ReadonlySet<string>;
  /** Id of the rule that a reference of a correlation means. */
  readonly meant: ReadonlyMap<string, string>;
  readonly examples: ReadonlyMap<string, readonly SigmaExample[]>;
  /** New values for the limits of built-in rules, times in microseconds. */
  readonly limits: ReadonlyMap<string, LimitValues>;
  readonly problems: readonly RuleProblem[];
}

/**
 * Reads rule files: names may be looked up across files.
 * @param files name, as the user gave it, to text
 * @param limited rules whose limits the files may change
 */
export function readRuleSet(files: ReadonlyMap<string, string>, limited: readonly LimitedRule[] = []): RuleSet {
  const read = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => readRuleFile(name, text));
  return new Linker(read).link(limited);
}

class Linker {
  readonly #files: readonly RuleFile[];
  readonly #problems = new Map<string, Problems>();
  /** Name or id to the rule's own id. */
  readonly #meant = new Map<string, string>();

  constructor(files: readonly RuleFile[]) {
    this.#files = files;
  }

  link(limited: readonly LimitedRule[]): RuleSet {
    const drafts = this.#unique();
    this.#checkReferences(drafts);
    this.#refuseCircles(drafts);
    const filters = this.#filters(drafts);
    const rules = drafts.map((draft): SigmaRule => (draft.kind === 'detection' ? compiled(draft, filters) : draft));
    const limits = limitChanges(
      this.#files.flatMap((file) => file.limits),
      limited,
      (file) => this.#of(file),
    );
    const examples = this.#examples();
    const problems = [
      ...this.#files.flatMap((file) => file.problems),
      ...[...this.#problems.values()].flatMap(({ all }) => all),
    ];
    return {
      rules: rules.sort((a, b) => (a.head.id < b.head.id ? -1 : 1)),
      told: this.#told(rules),
      meant: this.#meant,
      examples,
      limits,
      problems: problems.sort(compareProblems),
    };
  }

  #of(file: string, rule?: string): Problems {
    const problems = this.#problems.get(file) ?? new Problems(file);
    this.#problems.set(file, problems);
    problems.rule = rule;
    return problems;
  }

  #unique(): RuleFile['rules'][number][] {
    const kept: RuleFile['rules'][number][] = [];
    for (const rule of this.#files.flatMap(({ rules }) => rules)) {
      const { id, names, title, file, line } = rule.head;
      const all = [...new Set([id, ...names])];
      const taken = all.find((name) => this.#meant.has(name));
      if (taken !== undefined)
        this.#of(file, title).add(
          line,
          `"${taken}" is the name of another rule, too: give it another \`name\` or \`id\``,
        );
      else {
        for (const name of all) this.#meant.set(name, id);
        kept.push(rule);
      }
    }
    return kept;
  }

  /** Whether a reference finds a rule. What could not be read has been told of: it is not missed again. */
  #known({ name, line }: Reference, file: string, title: string): boolean {
    if (this.#meant.has(name)) return true;
    this.#of(file, title).add(
      line,
      `there is no rule "${name}"${this.#files.some(({ problems }) => problems.length > 0) ? ' that could be read' : ''}`,
    );
    return false;
  }

  #checkReferences(rules: readonly RuleFile['rules'][number][]): void {
    for (const rule of rules) {
      if (rule.kind !== 'correlation') continue;
      for (const reference of rule.grouping.rules) this.#known(reference, rule.head.file, rule.head.title);
    }
  }

  /** A correlation must not rest on itself. */
  #refuseCircles(rules: readonly RuleFile['rules'][number][]): void {
    const byId = new Map(rules.map((rule) => [rule.head.id, rule]));
    const done = new Set<string>();
    const visit = (id: string, path: readonly string[]): void => {
      const rule = byId.get(id);
      if (rule === undefined || rule.kind !== 'correlation' || done.has(id)) return;
      if (path.includes(id)) {
        this.#of(rule.head.file, rule.head.title).add(
          rule.head.line,
          `it refers to itself: ${[...path, id].join(' > ')}`,
        );
        return;
      }
      for (const { name } of rule.grouping.rules) visit(this.#meant.get(name) ?? '', [...path, id]);
      done.add(id);
    };
    for (const { head } of rules) visit(head.id, []);
  }

  /** The filters of each rule by its id. */
  #filters(rules: readonly RuleFile['rules'][number][]): ReadonlyMap<string, readonly Expression[]> {
    const found = new Map<string, Expression[]>();
    const detections = rules.filter((rule) => rule.kind === 'detection');
    for (const filter of this.#files.flatMap(({ filters }) => filters)) {
      for (const id of this.#filtered(filter, detections)) found.set(id, [...(found.get(id) ?? []), filter.expression]);
    }
    return found;
  }

  #filtered(filter: SigmaFilter, detections: readonly DraftDetection[]): readonly string[] {
    if (filter.rules === 'any')
      return detections
        .filter(({ formats }) => formats.some((each) => filter.formats.includes(each)))
        .map(({ head }) => head.id);
    return filter.rules.flatMap((reference) => {
      if (!this.#known(reference, filter.file, filter.title)) return [];
      const rule = detections.find(({ head }) => head.id === this.#meant.get(reference.name));
      if (rule !== undefined) return [rule.head.id];
      this.#of(filter.file, filter.title).add(
        reference.line,
        `"${reference.name}" is no detection: a filter is put into detections`,
      );
      return [];
    });
  }

  #told(rules: readonly SigmaRule[]): ReadonlySet<string> {
    const served = rules.flatMap((rule) =>
      rule.kind === 'correlation' ? rule.grouping.rules.map(({ name }) => ({ name, generate: rule.generate })) : [],
    );
    const silent = new Set(served.filter(({ generate }) => !generate).map(({ name }) => this.#meant.get(name)));
    for (const { name, generate } of served) if (generate) silent.delete(this.#meant.get(name));
    return new Set(rules.map(({ head }) => head.id).filter((id) => !silent.has(id)));
  }

  #examples(): ReadonlyMap<string, readonly SigmaExample[]> {
    const found = new Map<string, SigmaExample[]>();
    for (const file of this.#files) {
      for (const { of, head, examples } of file.examples) {
        if (of !== undefined && !this.#known(of, file.name, 'examples')) continue;
        const id = of === undefined ? head?.id : this.#meant.get(of.name);
        if (id !== undefined) found.set(id, [...(found.get(id) ?? []), ...examples]);
      }
    }
    return found;
  }
}

/**
 * A detection with its filters. The specification's example names what is to be left out (`selection`), other tools
 * what stays (`not selection`): both mean the same here.
 */
function compiled(
  { head, formats, expression }: DraftDetection,
  filters: ReadonlyMap<string, readonly Expression[]>,
): SigmaRule {
  const of = (filters.get(head.id) ?? []).map(
    (filter): Expression => (filter.op === 'not' ? filter : { op: 'not', of: [filter] }),
  );
  const whole: Expression = of.length === 0 ? expression : { op: 'and', of: [expression, ...of] };
  return { kind: 'detection', head, formats, test: testOf(whole), guard: guardOf(whole) };
}

import type { EvidenceFile, Missing } from '../../core/rule.ts';
import { momentText } from '../../core/time.ts';
import { FORMATS } from '../../formats/index.ts';
import { rulesHold } from '../../rules/sigma/engine/episodes.ts';
import type { SigmaRule } from '../../rules/sigma/model.ts';
import type { RuleSet } from '../../rules/sigma/rule-set.ts';

/** What evidence rules need, and which of it the case has. */
export class SigmaNeeds {
  readonly #set: RuleSet;
  readonly #present: ReadonlySet<string>;
  readonly #files: readonly EvidenceFile[];
  readonly #byId: ReadonlyMap<string, SigmaRule>;

  /** @param present formats of which the case has evidence */
  constructor(set: RuleSet, present: ReadonlySet<string>, files: readonly EvidenceFile[]) {
    this.#set = set;
    this.#present = present;
    this.#files = files;
    this.#byId = new Map(set.rules.map((rule) => [rule.head.id, rule]));
  }

  /** The rule that a reference means. */
  referred(name: string): SigmaRule | undefined {
    return this.#byId.get(this.#set.meant.get(name) ?? '');
  }

  /** Formats of the events that a rule rests on, sorted. */
  formats(rule: SigmaRule | undefined): readonly string[] {
    if (rule === undefined) return [];
    if (rule.kind === 'detection') return rule.formats;
    const all = rule.grouping.rules.flatMap(({ name }) => this.formats(this.referred(name)));
    return [...new Set(all)].sort();
  }

  /** Whether there is evidence in which the rule could find something. */
  canRun(rule: SigmaRule | undefined): boolean {
    if (rule === undefined) return false;
    if (rule.kind === 'detection') return rule.formats.some((format) => this.#present.has(format));
    const names = rule.grouping.rules.map(({ name }) => name);
    const able = new Set(names.flatMap((name, stage) => (this.canRun(this.referred(name)) ? [stage] : [])));
    const { body } = rule;
    if (body.type === 'temporal') return rulesHold(body.holds, names, able);
    return body.type === 'count' ? able.size > 0 : able.size === names.length;
  }

  /** What is not there: the logs of each rule that cannot run. */
  missing(rule: SigmaRule): readonly Missing[] {
    if (rule.kind === 'correlation') {
      const lacking = rule.grouping.rules.map(({ name }) => this.referred(name)).filter((each) => !this.canRun(each));
      const all = lacking.flatMap((each) => (each === undefined ? [] : this.missing(each)));
      return [...new Map(all.map((each) => [each.why, each])).values()];
    }
    const wanted = FORMATS.filter(({ id }) => rule.formats.includes(id));
    const why = `no evidence of the kind that it looks at: ${shortList(wanted.map(({ title }) => title))}`;
    return [{ subject: 'anything', why, bring: wanted[0]?.about.export ?? shortList(rule.formats) }];
  }

  /** Whether logs of these formats reach over a span of time; they may be several files, one after the other. */
  covers(formats: readonly string[], from: number, to: number): boolean {
    return this.#spans(formats).some((span) => span.first <= from && span.last >= to);
  }

  /** `2026-03-01T00:00:00.000Z to …`, for people. */
  coverage(formats: readonly string[]): string {
    const spans = this.#spans(formats).map(({ first, last }) => `${momentText(first)} to ${momentText(last)}`);
    return spans.length === 0 ? 'no time' : shortList(spans);
  }

  #spans(formats: readonly string[]): readonly { readonly first: number; readonly last: number }[] {
    const files = this.#files
      .flatMap(({ format, first, last }) =>
        formats.includes(format) && first !== undefined && last !== undefined ? [{ first, last }] : [],
      )
      .sort((a, b) => a.first - b.first || a.last - b.last);
    const spans: { first: number; last: number }[] = [];
    for (const { first, last } of files) {
      const open = spans.at(-1);
      if (open !== undefined && first <= open.last) open.last = Math.max(open.last, last);
      else spans.push({ first, last });
    }
    return spans;
  }
}

function shortList(texts: readonly string[]): string {
  return texts.length <= 4 ? texts.join(', ') : `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more`;
}

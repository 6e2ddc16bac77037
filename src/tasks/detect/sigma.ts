import type { EventEntry } from '../../core/entry.ts';
import type { Finding } from '../../core/finding.ts';
import type { Inference } from '../../core/inference.ts';
import { placeText } from '../../core/record.ts';
import type { EvidenceFile, Missing } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { ENGINE_LIMITS, type EngineLimits, type Outcome, SigmaEngine } from '../../rules/sigma/engine/engine.ts';
import { momentIn, type SeenEvent } from '../../rules/sigma/engine/seen.ts';
import { CaseEvent, type FieldAliases } from '../../rules/sigma/event.ts';
import { aliasesOf } from '../../rules/sigma/logsource.ts';
import { INFERRED } from '../../rules/sigma/logsources.actions.ts';
import type { SigmaRule } from '../../rules/sigma/model.ts';
import type { RuleSet } from '../../rules/sigma/rule-set.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import { parseEntry } from '../../store/entries.ts';
import { evidenceFiles } from './evidence-files.ts';
import { compareFindings, type RuleResult } from './judge.ts';
import { entryRecords } from './native-records.ts';
import { CaseRuleView } from './rule-view.ts';
import { findingOf, groupDraft, singleDraft } from './sigma-findings.ts';
import { SigmaNeeds } from './sigma-needs.ts';
import { ruleOf } from './sigma-rule.ts';

export interface SigmaOptions {
  /** What may follow from the case's snapshots; rules of category `registry` look at it, too. */
  readonly inferences?: readonly Inference[];
  /** Packages to be judged; absent: all. */
  readonly packages?: readonly string[];
  readonly limits?: EngineLimits;
}

/** Runs Sigma rules over a case. The ledger is read once, block by block, where it holds evidence that a rule looks at. */
export function judgeSigma(reader: CaseReader, set: RuleSet, options: SigmaOptions = {}): readonly RuleResult[] {
  const limits = options.limits ?? ENGINE_LIMITS;
  const engine = new SigmaEngine(set, limits);
  const inferred = engine.formats.has(INFERRED) ? inferredIn(reader, options) : [];
  const scan = new Scan(reader, engine, inferred);
  scan.run();
  const files = evidenceFiles(reader);
  const needs = new SigmaNeeds(set, presentFormats(files, inferred), files);
  const told = new Told(reader, needs, scan, limits);
  const outcomes = engine.finish();
  scan.lookUp([...outcomes.values()].flatMap(({ grouped }) => grouped.flatMap(({ seqs }) => seqs)));
  return set.rules.flatMap((rule) => {
    const outcome = outcomes.get(rule.head.id);
    return outcome === undefined ? [] : [inScope(told.result(rule, outcome), options.packages)];
  });
}

function inferredIn(reader: CaseReader, { inferences = [], packages }: SigmaOptions): readonly Step[] {
  return new CaseRuleView(reader, inferences, packages).inferred();
}

/** Without findings about other packages than those asked for. */
function inScope(result: RuleResult, packages: readonly string[] | undefined): RuleResult {
  if (packages === undefined) return result;
  const findings = result.findings.filter(
    ({ about }) => about.packages === undefined || about.packages.some((name) => packages.includes(name)),
  );
  return { ...result, findings, status: result.status === 'fired' && findings.length === 0 ? 'silent' : result.status };
}

/** Evidence of a registry's state gives inferences even where it shows no change. */
function presentFormats(files: readonly EvidenceFile[], inferred: readonly Step[]): ReadonlySet<string> {
  const present = new Set(files.map(({ format }) => format));
  if (inferred.length > 0) present.add(INFERRED);
  return present;
}

/** Gives the events of a case to the engine. */
class Scan {
  readonly #reader: CaseReader;
  readonly #engine: SigmaEngine;
  readonly #inferred: readonly Step[];
  readonly #aliases = new Map<string, FieldAliases | undefined>();
  readonly #looked = new Map<string, number>();
  readonly #found = new Map<number, SeenEvent>();

  constructor(reader: CaseReader, engine: SigmaEngine, inferred: readonly Step[]) {
    this.#reader = reader;
    this.#engine = engine;
    this.#inferred = inferred;
  }

  run(): void {
    for (const { format, from, to } of evidenceRanges(this.#reader, this.#engine.formats))
      for (let seq = from; seq < to; seq++) this.#entry(format, seq, this.#reader.entries.told(seq));
    if (!this.#engine.formats.has(INFERRED)) return;
    for (const [index, step] of this.#inferred.entries()) this.#step(step, -1 - index);
  }

  /** How many events of these formats there are. */
  looked(formats: readonly string[]): number {
    return formats.reduce((sum, format) => sum + (this.#looked.get(format) ?? 0), 0);
  }

  #entry(format: string, seq: number, text: string): void {
    if (!text.startsWith('{"at":') || !text.includes('"entry":"event"')) return;
    this.#count(format);
    const rules = this.#engine.candidates(format, text);
    if (rules.length === 0) return;
    const entry = parseEntry(seq, text);
    if (entry.entry !== 'event') return;
    const event = new CaseEvent(entry.event, entryRecords(this.#reader, entry), this.#aliasesOf(format));
    this.#engine.ask(rules, event, momentIn(entry.event), () => seenEntry(seq, entry));
  }

  #step(step: Step, seq: number): void {
    this.#count(INFERRED);
    const rules = this.#engine.candidates(INFERRED, '');
    this.#engine.ask(rules, new CaseEvent(step.members, []), momentIn(step.members), () => seenStep(seq, step));
  }

  #count(format: string): void {
    this.#looked.set(format, (this.#looked.get(format) ?? 0) + 1);
  }

  #aliasesOf(format: string): FieldAliases | undefined {
    if (!this.#aliases.has(format)) this.#aliases.set(format, aliasesOf(format));
    return this.#aliases.get(format);
  }

  /** Reads events again, in the order of the ledger: so each block is inflated once. */
  lookUp(seqs: readonly number[]): void {
    for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) this.#found.set(seq, this.#again(seq));
  }

  /** An event that was looked up, by its number. */
  again(seq: number): SeenEvent {
    return this.#found.get(seq) ?? this.#again(seq);
  }

  #again(seq: number): SeenEvent {
    const step = seq < 0 ? this.#inferred[-1 - seq] : undefined;
    if (step !== undefined) return seenStep(seq, step);
    const entry = this.#reader.entry(seq);
    if (entry.entry !== 'event') throw new Error(`entry ${seq} is no event`);
    return seenEntry(seq, entry);
  }
}

function seenEntry(seq: number, { id, event, evidence, at }: EventEntry): SeenEvent {
  return { id: id.slice(0, 32), seq, members: event, citation: { evidence, place: placeText(at) } };
}

function seenStep(seq: number, { id, members, citations }: Step): SeenEvent {
  return { id, seq, members, citation: citations[0] ?? { evidence: 'note', place: '' } };
}

interface Range {
  readonly format: string;
  readonly from: number;
  readonly to: number;
}

/** Where the ledger holds events of these formats: entries of one reading stand together. */
function evidenceRanges(reader: CaseReader, formats: ReadonlySet<string>): readonly Range[] {
  const receipts = [...reader.receipts()].sort((a, b) => a.seq - b.seq);
  return receipts.flatMap(({ seq, evidence }, index) => {
    const to = receipts[index + 1]?.seq ?? reader.entries.size;
    return formats.has(evidence.format) ? [{ format: evidence.format, from: seq + 1, to }] : [];
  });
}

/** Makes results of what the engine says. */
class Told {
  readonly #reader: CaseReader;
  readonly #needs: SigmaNeeds;
  readonly #scan: Scan;
  readonly #limits: EngineLimits;

  constructor(reader: CaseReader, needs: SigmaNeeds, scan: Scan, limits: EngineLimits) {
    this.#reader = reader;
    this.#needs = needs;
    this.#scan = scan;
    this.#limits = limits;
  }

  result(rule: SigmaRule, outcome: Outcome): RuleResult {
    const nothing = { rule: ruleOf(rule, this.#needs), findings: [], judged: 0 };
    if (!this.#needs.canRun(rule)) return { ...nothing, status: 'no-evidence', missing: this.#needs.missing(rule) };
    const error = overflowText(outcome, this.#limits);
    if (error !== undefined) return { ...nothing, status: 'failed', missing: [], error };
    const uncovered: Missing[] = [];
    const findings = this.#findings(rule, outcome, uncovered).sort(compareFindings);
    const judged = this.#scan.looked(this.#needs.formats(rule));
    const missing = [...this.#leftOut(rule, outcome), ...uncovered];
    const isJudged = judged > 0 && (outcome.count === 0 || uncovered.length < outcome.count);
    const status = findings.length > 0 ? 'fired' : isJudged || missing.length === 0 ? 'silent' : 'no-evidence';
    return { rule: nothing.rule, status, findings, judged, missing };
  }

  #findings(rule: SigmaRule, { single, grouped }: Outcome, uncovered: Missing[]): Finding[] {
    const { head } = rule;
    const alone = single.map((hit) => findingOf(head, singleDraft(head, hit, this.#reader)));
    const together = grouped.flatMap((hit) => {
      const events = hit.seqs.map((seq) => this.#scan.again(seq));
      const draft = groupDraft(head, hit, events, this.#reader);
      const lacking = this.#uncovered(rule, hit.to, draft.subject);
      if (lacking === undefined) return [findingOf(head, draft)];
      uncovered.push(lacking);
      return [];
    });
    return [...alone, ...together];
  }

  /** Absence says something only where the other log was kept. */
  #uncovered(rule: SigmaRule, at: number, subject: string): Missing | undefined {
    if (rule.kind !== 'correlation' || rule.body.type !== 'absence') return undefined;
    const { before, after } = rule.body;
    const formats = this.#needs.formats(this.#needs.referred(rule.grouping.rules[1]?.name ?? ''));
    if (this.#needs.covers(formats, at - before, at + after)) return undefined;
    const why = `the log in which something is missing covers ${this.#needs.coverage(formats)}`;
    return { subject, why, bring: 'the same log for the time around it' };
  }

  #leftOut(rule: SigmaRule, { count, losses }: Outcome): readonly Missing[] {
    const most = rule.kind === 'detection' ? this.#limits.findings : this.#limits.groups;
    const told: Missing[] = [];
    if (count > most)
      told.push({
        subject: `${count - most} of ${count} hits`,
        why: `only the earliest ${most} are findings`,
        bring: 'a narrower rule, or a correlation over it',
      });
    if (losses !== undefined && losses.ungrouped > 0 && rule.kind === 'correlation')
      told.push({
        subject: `${losses.ungrouped} events`,
        why: `without ${rule.grouping.groupBy.join(' or ')}, by which the rule groups`,
        bring: 'an export that has these fields',
      });
    if (losses !== undefined && losses.timeless > 0)
      told.push({
        subject: `${losses.timeless} events`,
        why: 'without any time',
        bring: 'the same record with its time',
      });
    return told;
  }
}

function overflowText({ losses }: Outcome, { rows, values }: EngineLimits): string | undefined {
  if (losses?.overflow === undefined) return undefined;
  const what = losses.overflow === 'events' ? `${rows} events take part` : `${values} different values are compared`;
  return `more than ${what} in the correlations: narrow the rules that it refers to`;
}

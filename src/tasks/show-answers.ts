import { atLeast, type Finding, factText } from '../core/finding.ts';
import type { JsonObject } from '../core/json.ts';
import type { Line } from '../core/report.ts';
import type { CaseReader } from '../store/case-reader.ts';
import { answersTo } from '../timeline/answers/answers.ts';
import { fetchedLines } from '../timeline/answers/fetched.ts';
import type { Incident } from '../timeline/incidents/incident.ts';
import { reachOf } from '../timeline/reach.ts';
import { answerData } from './detect/incident-data.ts';
import { incidentLines } from './detect/incident-lines.ts';
import { type Investigation, investigate } from './detect/investigate.ts';
import type { ShowOptions } from './show.ts';

/** What stands above a story, and what is bad in it. */
export interface Telling {
  readonly head: readonly Line[];
  readonly data: JsonObject;
  /** Ids of steps with what findings say of them. */
  readonly bad: ReadonlyMap<string, readonly string[]>;
  /** `name@version` of the bad releases. */
  readonly releases: ReadonlySet<string>;
}

/** Ledger entries from which on rules that read whole logs take longer than anyone waits for a page. */
const LARGE = 200_000;

/** Incidents that are told above one story; `detect` has all. */
const MOST = 3;

function leftOut(count: number, packages: readonly string[]): readonly Line[] {
  if (count === 0) return [];
  const named = packages.map((name) => ` --package ${name}`).join('');
  const text = `${count} rules that read whole logs are left out here, the case is large: audit-timeline detect${named}`;
  return [{ text, style: 'warning' }];
}

/** The incidents of packages with the three answers, and the steps that findings call bad. */
export function tellingOf(reader: CaseReader, options: ShowOptions, digits: number): Telling | undefined {
  const packages = options.roles.package ?? [];
  const all = options.rules ?? [];
  const rules = reader.entries.size > LARGE ? all.filter(({ wide }) => wide !== true) : all;
  const { incidents, results, view } = investigateWith(reader, { ...options, rules }, packages);
  const left = leftOut(all.length - rules.length, packages);
  const concerned = incidents.filter((incident) => incident.packages.some((name) => packages.includes(name)));
  if (concerned.length === 0) return quiet(results, left);
  const told = concerned.slice(0, MOST).map((incident) => {
    const fetched = incident.bad.length === 0 ? [] : fetchedLines(reachOf(view, incident.bad));
    return { incident, answers: answersTo(incident, view, fetched) };
  });
  const more = concerned.length - told.length;
  return {
    head: [
      ...told.flatMap((each) => incidentLines(each, digits)),
      ...(more === 0 ? [] : [{ text: `and ${more} more incidents: audit-timeline detect`, style: 'warning' } as const]),
      ...left,
    ],
    data: {
      incidents: told.map(({ incident, answers: { over, howBad, whatElse } }) => ({
        name: incident.name,
        id: incident.id,
        severity: incident.severity,
        patterns: incident.patterns,
        answers: {
          over: over.map(answerData),
          how_bad: howBad.map(answerData),
          what_else: whatElse.map(answerData),
        },
      })),
    },
    bad: badSteps(concerned),
    releases: new Set(concerned.flatMap(({ bad }) => bad.map(({ name }) => name))),
  };
}

/** Documents of so many packages are all judged, in a case of so many entries: an incident of one may be named after another. */
const FEW = 50;
const SMALL = 20_000;

/** Of all packages, as `detect` does, where they are few; else of those asked for, and what their releases newly bring along. */
function investigateWith(reader: CaseReader, options: ShowOptions, packages: readonly string[]): Investigation {
  const { rules = [], inferences } = options;
  const documents = reader.states.subjects().filter((subject) => subject.startsWith('package:'));
  if (documents.length <= FEW && reader.entries.size <= SMALL) return investigate(reader, { rules, inferences });
  const first = investigate(reader, { rules, inferences, packages });
  const brought = first.findings.flatMap(({ about }) => about.brings ?? []);
  const all = new Set([...packages, ...brought]);
  return all.size === packages.length ? first : investigate(reader, { rules, inferences, packages: [...all] });
}

/** Nothing that rules would call an incident: said together with how much could be looked at. */
function quiet(results: Investigation['results'], left: readonly Line[]): Telling | undefined {
  const ran = results.filter(({ status }) => status === 'fired' || status === 'silent').length;
  const none = { data: { incidents: [] }, bad: new Map(), releases: new Set<string>() };
  if (ran === 0) return { head: left, ...none };
  const text = `no incident found by ${ran} rules; ${results.length - ran} could not run (audit-timeline detect says why)`;
  return { head: [{ text, style: 'dim' }, ...left], ...none };
}

/** The publish that a finding names, else the first of the steps that it rests on. */
function badSteps(incidents: readonly Incident[]): ReadonlyMap<string, readonly string[]> {
  const bad = new Map<string, string[]>();
  for (const { findings, bad: releases } of incidents) {
    const steps = new Map(releases.map(({ name, release }) => [name, release.step.id]));
    for (const finding of findings.filter(isGrave)) {
      const id = steps.get(finding.subject) ?? finding.steps[0];
      if (id !== undefined) bad.set(id, [...(bad.get(id) ?? []), factText(finding)]);
    }
  }
  return bad;
}

/** A removal is the answer to something bad, not bad itself. */
function isGrave({ amplifier, severity, phase }: Finding): boolean {
  return !amplifier && atLeast(severity, 'medium') && phase !== 'response';
}

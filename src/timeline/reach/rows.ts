import type { Citation } from '../../core/step.ts';
import type { Client, Fetch, ReachGrade, Sighting } from './fetch.ts';

/** Citations that are kept of one client: a busy one fetches thousands of times. */
const MOST_CITATIONS = 20;

const GRADES: readonly ReachGrade[] = ['confirmed', 'likely', 'possible'];

interface Row {
  readonly key: string;
  readonly sighting: Sighting;
  /** By release, when it was first seen. */
  readonly releases: Map<string, number | undefined>;
  grade: ReachGrade;
  first: number | undefined;
  count: number;
  readonly citations: Map<string, Citation>;
  readonly remarks: Set<string>;
}

export interface Began {
  readonly key: string;
  readonly client: Client;
  readonly at: number;
}

/** Gathers what is seen of each client. Holds a row a client, however much it fetched. */
export class Rows {
  readonly #rows = new Map<string, Row>();
  readonly #evidence = new Set<string>();

  add(sighting: Sighting): void {
    const row = this.#rows.get(sighting.key) ?? this.#begin(sighting);
    row.count += 1;
    if (isSurer(sighting.grade, row.grade)) row.grade = sighting.grade;
    row.first = earlier(row.first, sighting.at);
    for (const name of sighting.releases) row.releases.set(name, earlier(row.releases.get(name), sighting.at));
    for (const remark of sighting.remarks) row.remarks.add(remark);
    for (const citation of sighting.citations) {
      if (sighting.grade !== 'possible') this.#evidence.add(citation.evidence);
      if (row.citations.size < MOST_CITATIONS) row.citations.set(`${citation.evidence} ${citation.place}`, citation);
    }
  }

  #begin(sighting: Sighting): Row {
    const row: Row = {
      key: sighting.key,
      sighting,
      releases: new Map(),
      grade: sighting.grade,
      first: undefined,
      count: 0,
      citations: new Map(),
      remarks: new Set(),
    };
    this.#rows.set(sighting.key, row);
    return row;
  }

  /** Takes over those clients of others that are not among these. A file of which a fetch is told is one of them. */
  adopt(others: Rows): void {
    for (const [key, row] of others.#rows) {
      const [first] = row.citations.values();
      const told = row.sighting.file !== undefined && first !== undefined && this.tellsOf(first.evidence);
      if (!told && !this.#rows.has(key)) this.#rows.set(key, row);
    }
  }

  /** Adds what explains the fetches of a client, without counting it as one. */
  explain(key: string, remark: string, citations: readonly Citation[]): void {
    const row = this.#rows.get(key);
    row?.remarks.add(remark);
    for (const citation of citations) {
      this.#evidence.add(citation.evidence);
      row?.citations.set(`${citation.evidence} ${citation.place}`, citation);
    }
  }

  /** Clients whose confirmed fetches of some release began within a time, each with the earliest of them. */
  beganWithin(from: number, to: number): readonly Began[] {
    const confirmed = [...this.#rows.values()].filter(({ grade }) => grade === 'confirmed');
    return confirmed.flatMap(({ key, sighting, releases }) => {
      const times = [...releases.values()].flatMap((at) => (at !== undefined && at >= from && at <= to ? [at] : []));
      return times.length === 0 ? [] : [{ key, client: sighting, at: Math.min(...times) }];
    });
  }

  /** Whether a fetch that is confirmed or likely stands in this evidence. */
  tellsOf(evidence: string): boolean {
    return this.#evidence.has(evidence);
  }

  /** Surest first, then by time; what has no time comes last. */
  fetches(): readonly Fetch[] {
    return [...this.#rows.values()].sort(compareRows).map(fetchOf);
  }
}

function fetchOf({ sighting, releases, grade, first, count, citations, remarks }: Row): Fetch {
  const { who, ip, client, host, file } = sighting;
  const named = [...releases.keys()].sort();
  return {
    ...{ who, ip, client, host, file, grade, first, count },
    releases: named,
    citations: [...citations.values()],
    remarks: [...remarks].sort(),
  };
}

function isSurer(grade: ReachGrade, than: ReachGrade): boolean {
  return GRADES.indexOf(grade) < GRADES.indexOf(than);
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function compareRows(a: Row, b: Row): number {
  const [first, second] = [a.first ?? Number.MAX_SAFE_INTEGER, b.first ?? Number.MAX_SAFE_INTEGER];
  return GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade) || first - second || (a.key < b.key ? -1 : 1);
}

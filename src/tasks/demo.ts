import { closeSync, copyFileSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../core/command.ts';
import { EXIT } from '../core/errors.ts';
import { type Line, type Report, textReport } from '../core/report.ts';
import { microsOf } from '../core/time.ts';
import { FORMATS } from '../formats/index.ts';
import { INFERENCES } from '../inference/index.ts';
import { discover } from '../readers/discover.ts';
import { RULES } from '../rules/index.ts';
import { ingestFiles } from './ingest.ts';
import { ingestReport } from './ingest-report.ts';
import { show } from './show.ts';
import { verify } from './verify.ts';

const INCIDENT = fileURLToPath(new URL('../../fixtures/incidents/axios-2026', import.meta.url));
const RECORDED = '2026-03-31T06:00:00.000Z';

/** The axios incident of 2026-03-31 end to end, in a temporary case that is removed afterwards. */
export async function demo(host: Host): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-timeline-demo-'));
  try {
    return await story(folder, host);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function story(folder: string, host: Host): Promise<Report> {
  const db = join(folder, 'audit-timeline.db');
  const found = await discover([INCIDENT], { cwd: host.cwd, stdin: host.stdin });
  const result = await ingestFiles(found.files, {
    db,
    recordedAt: RECORDED,
    origin: 'demo',
    maxRecord: 2 ** 26,
    collected: found.collected,
    formats: FORMATS,
    leftOut: () => undefined,
    stopAtProblem: false,
    signal: host.signal,
    progress: (line) => host.progress(line),
  });
  const first = ingestReport(result, { skipped: [], hints: [], limit: {}, db });
  const expect = { size: result.size, root: result.root };
  const anchor = `${result.size}:${result.root.toString('base64')}`;
  const now = microsOf(RECORDED);
  const kept = { checkpoints: [], vkeyFiles: [], expect, now, allowUnanchored: false };
  const options = { ...kept, deep: true, strict: false, progress: () => undefined };
  return chain([
    async () => titled('audit-timeline ingest fixtures/incidents/axios-2026', first),
    async () =>
      titled(
        'audit-timeline show --package axios',
        show({
          db,
          roles: { package: ['axios'] },
          descending: false,
          raw: false,
          strict: false,
          inferences: INFERENCES,
          rules: RULES,
        }),
      ),
    async () =>
      titled(`audit-timeline verify --expect ${anchor}`, await verify({ db, file: 'audit-timeline.db', ...options })),
    async () =>
      titled(
        '(one byte of a copy changed)  audit-timeline verify copy.db',
        await verify({ db: tampered(db, join(folder, 'copy.db')), file: 'copy.db', ...options }),
      ),
    async () => farewell(folder),
  ]);
}

type Maker = () => Promise<Report>;

/** Reports one after the other, each made when the one before has been read. */
async function chain([first, ...rest]: readonly Maker[]): Promise<Report> {
  if (first === undefined) throw new Error('nothing to show');
  const report = await first();
  return rest.length === 0 ? report : { ...report, following: () => chain(rest) };
}

function titled(command: string, report: Report): Report {
  const title: Line[] = [{ text: `$ ${command}`, style: 'strong' }];
  const foot = async (): Promise<Awaited<ReturnType<Report['foot']>>> => {
    const end = await report.foot();
    return { ...end, lines: [...end.lines, { text: '' }] };
  };
  return { ...report, head: [...title, ...report.head], foot };
}

/** A copy with one bit of its middle changed. */
function tampered(from: string, to: string): string {
  copyFileSync(from, to);
  const file = openSync(to, 'r+');
  try {
    const byte = Buffer.alloc(1);
    const at = findText(file, statSync(to).size);
    readSync(file, byte, 0, 1, at);
    writeSync(file, Buffer.of((byte[0] ?? 0) ^ 1), 0, 1, at);
  } finally {
    closeSync(file);
  }
  return to;
}

/** Where an address of the attacker stands in the index: the byte somebody would like to change. */
function findText(file: number, size: number): number {
  const bytes = Buffer.alloc(size);
  readSync(file, bytes, 0, size, 0);
  const at = bytes.indexOf('ifstap');
  return at === -1 ? Math.floor(size / 2) : at;
}

function farewell(folder: string): Report {
  rmSync(folder, { recursive: true, force: true });
  return textReport(
    [{ text: 'That case was temporary. Now with your own evidence:  audit-timeline ingest <folder>', style: 'strong' }],
    { demo: 'done' },
    EXIT.ok,
  );
}

import type { Out } from '../../core/format.ts';
import type { ActionsLine } from './line.ts';
import { ignoredOut, stepOut } from './steps.ts';

const PACKAGE = /^(?:##\[group\])?Download immutable action package '([^']+)'$/;
const DETAIL = /^(?:Version: (\S+)|Digest: (\S+)|Source commit SHA: ([0-9a-f]{40}))$/;

interface Download {
  readonly resource: string;
  readonly first: ActionsLine;
  readonly records: number[];
  commit?: string;
}

/** Actions that come as a package show their commit three lines below their name, in a group. */
export class ActionPackage {
  #download: Download | undefined;

  /** Undefined: the line is not about such a package. */
  take(line: ActionsLine): readonly Out[] | undefined {
    const [, resource] = PACKAGE.exec(line.text) ?? [];
    if (resource !== undefined) {
      const before = this.end();
      this.#download = { resource, first: line, records: [line.record] };
      return before;
    }
    const download = this.#download;
    if (download === undefined) return undefined;
    const [detail, , , commit] = DETAIL.exec(line.text) ?? [];
    if (detail === undefined || download.records.length > 3) {
      return line.text === '##[endgroup]' ? [...this.end(), ignoredOut('group-marker', line.record)] : undefined;
    }
    download.records.push(line.record);
    if (commit !== undefined) download.commit = commit;
    return [];
  }

  end(): readonly Out[] {
    const download = this.#download;
    this.#download = undefined;
    if (download === undefined) return [];
    const { resource, commit, first, records } = download;
    const native = 'Download immutable action package';
    return [stepOut({ native_action: native, resource, commit, text: `${native} '${resource}'` }, first.at, records)];
  }
}

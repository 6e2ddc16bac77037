/** Members in which an act may differ that the cut left open. Formats that make an event of one record have none. */
export const OPEN_ACTS: Readonly<Record<string, readonly string[]>> = {
  'github-actions-log': ['outcome', 'ref', 'repo', 'scopes', 'text', 'time', 'workflow'],
  'npm-debug-log': [
    ...['action', 'basis', 'native_action', 'outcome', 'package', 'precision', 'shasum', 'status', 'text', 'time'],
    ...['time_raw', 'url', 'version'],
  ],
  // The end of an operation may stand before its beginning, which says when it began.
  'gcp-audit': ['native_id', 'outcome', 'text', 'time'],
  // Cut right behind a line of an entry: nothing shows that more followed. A redirect may have led to another answer.
  'http-answer': ['action', 'native_action', 'outcome', 'status', 'text', 'time', 'time_raw'],
  // Nor does the head of a mail show it: its subject says what it is about, its text when that was.
  mail: ['action', 'basis', 'outcome', 'precision', 'source_name', 'text', 'time', 'time_raw'],
  // The line about the component of a version comes behind the one about its tarball, and is what counts.
  'nexus-audit': ['native_action', 'time', 'time_raw'],
  // The key of an entry says where it comes from too, in other words than `resolution`.
  'pnpm-lock': ['deprecated', 'package', 'resource', 'text', 'url'],
  'yarn-lock': ['package', 'resource'],
  verdaccio: ['action', 'basis', 'outcome', 'status', 'text', 'time', 'time_raw', 'user', 'version'],
  'verdaccio-pretty-timestamped': ['action', 'basis', 'outcome', 'text', 'time', 'time_raw', 'user'],
};
export const MOST_OPEN_ACTS = 2;

/** Formats in which what was cut off is missed elsewhere: the rest of a document, the end of a quotation, a header. */
export const DOCUMENTS: ReadonlySet<string> = new Set([
  ...['npm-attestations', 'npm-manifest', 'npm-packument', 'npm-view', 'rekor-entry', 'reported-facts'],
  ...['bun-lock', 'npm-lock', 'sigstore-bundle'],
]);

/** Formats whose events are known by the file they stand in: a shorter file is another. */
export const OWN_TO_THE_FILE: ReadonlySet<string> = new Set([
  ...[
    'bun-lock',
    'npm-attestations',
    'npm-debug-log',
    'npm-error',
    'npm-lock',
    'npm-ls',
    'pnpm-lock',
    'sigstore-bundle',
  ],
  ...['yarn-berry-lock', 'yarn-lock'],
]);

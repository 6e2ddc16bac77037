import { partOf } from './acts.js';

/** Where all clients run. */
const ADDRESS = '127.0.0.1';

/** For each act of a client the one step there must be. */
export function expectedSteps(tool) {
  const { owner, other, name } = partOf(tool);
  const by = (actor) => ({ actor, ip: ADDRESS, client: `npm/${tool.version}` });
  return [
    ['login', { action: 'auth.login', outcome: 'success', ...by(owner) }],
    ['login of another', { action: 'auth.login', outcome: 'success', ...by(other) }],
    ['token create', { action: 'auth.token.created', outcome: 'success', ...by(owner) }],
    ['publish 1.0.0', published(name, '1.0.0', by(owner))],
    ['publish 1.0.1', published(name, '1.0.1', by(owner))],
    [
      'dist-tag add',
      { action: 'package.dist_tag_changed', package: name, tag: 'stable', ...tagged(tool), ...by(owner) },
    ],
    ['deprecate', { action: 'package.deprecated', package: name, version: '1.0.0', ...by(owner) }],
    [tool.major === '6' ? 'owner add, failed' : 'owner add, refused', ownerChange(tool, name, other, by(other))],
    ['unpublish 1.0.1', { action: 'package.version_deleted', package: name, version: '1.0.1', ...by(owner) }],
    ['install', { action: 'artifact.downloaded', package: name, version: '1.0.0', ...by(owner) }],
  ];
}

function published(name, version, who) {
  return { action: 'package.published', outcome: 'success', package: name, version, ...who };
}

/** The server's log does not tell the version of a tag, and npm 6 keeps no log of what went well. */
function tagged({ major }) {
  return major === '6' ? {} : { version: '1.0.0' };
}

/** npm 6 fails by itself: Verdaccio's document has no owners. Only its own log tells, and that has no address. */
function ownerChange(tool, name, other, who) {
  const change = { action: 'package.owner_added', package: name, user: other };
  return tool.major === '6'
    ? { ...change, outcome: 'failure', client: who.client }
    : { ...change, outcome: 'denied', ...who };
}

/** What makes a step one of an act: all else must then be right. */
const IDENTIFYING = ['action', 'package', 'tag'];

/** Every step that may be meant is looked at: one that lacks actor or version is a second one, not none. */
export function checkStep(rows, expected, others) {
  const fits = (row, names) =>
    names.every((name) => [undefined, row[name]].includes(expected[name]) || row[name] === undefined);
  const alike = rows.filter(
    (row) =>
      IDENTIFYING.every((name) => expected[name] === undefined || row[name] === expected[name]) &&
      fits(row, ['version', 'actor', 'client']) &&
      row.inference === undefined,
  );
  const [step] = alike;
  const wrong = Object.entries(expected).filter(([name, value]) => step?.[name] !== value);
  const isOne = alike.length === 1 && wrong.length === 0 && !others.includes(step?.id);
  const reasons = [
    ...(alike.length === 1 ? [] : [`${alike.length} steps`]),
    ...wrong.map(([name, value]) => `${name} ${step?.[name]}, not ${value}`),
  ];
  return { isOne, step, why: reasons.join('; ') };
}

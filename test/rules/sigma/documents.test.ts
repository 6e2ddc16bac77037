import { describe, expect, it } from 'vitest';
import { readRuleSet } from '../../../src/rules/sigma/rule-set.ts';
import { faultsIn, letters, rulesIn } from './support.ts';

const RULE = `title: T
logsource:
  product: github
  service: audit
detection:
  s:
    action: x
  condition: s
`;

describe('a file of rules', () => {
  it('may hold several documents, a byte order mark, CRLF, anchors and tabs in texts', () => {
    expect(rulesIn(`\ufeff${RULE.replaceAll('\n', '\r\n')}---\r\n${RULE.replace('T', 'U')}`).rules).toHaveLength(2);
    const anchored = RULE.replace('action: x', 'action: &v [x, y]\n    actor: *v');
    expect(rulesIn(anchored).rules).toHaveLength(1);
    expect(rulesIn(`---\n---\n${RULE}---\n`).rules).toHaveLength(1);
  });

  it('takes severity from the level, the id from name, id or title', () => {
    const [one, two, three] = rulesIn(
      `${RULE}level: informational\n---\n${RULE}id: 5638f7c0-ac70-491d-8465-2a65075e0d86\nlevel: critical\n---\n${RULE}name: named\n`,
    ).rules.map(({ head }) => [head.id, head.severity]);
    expect([one, two, three]).toEqual([
      ['5638f7c0-ac70-491d-8465-2a65075e0d86', 'critical'],
      ['named', 'medium'],
      ['t', 'info'],
    ]);
  });

  it.each<[string, string, string]>([
    ['title: T', 'title: ""', '1: `title` must be a text'],
    ['title: T\n', '', '1: the document lacks `title`'],
    ['title: T', `title: ${'t'.repeat(300)}`, '1: `title` is longer than 256 letters'],
    ['title: T', 'title: T\nlevel: grave', '2: `level` is "grave"'],
    ['title: T', 'title: T\naction: global', '2: `action` is of Sigma 1'],
    ['  service: audit', '  service: nothing', '3: no evidence that can be read is of product github, service nothing'],
    ['logsource:\n  product: github\n  service: audit\n', '', '1: the document lacks `logsource`'],
    ['  product: github\n  service: audit', '  definition: none', '3: `logsource` names neither'],
    ['    action: x', '    action|strange: x', '7: there is no modifier "strange"'],
    ['    action: x', '    action:\n      - x\n      - [y]', '9: a value must be one value'],
    ['    action: x', '    action: x\n    action: y', '8: "action" stands here twice'],
    ['    action: x', '    <<: x', '7: merge keys'],
    ['    action: x', '    action: *nothing', '7:'],
    ['    action: x', '    {a: b}: x', '7: a name must be a text'],
    ['    action: x', '    action: !!binary eA==', '7: the tag'],
    ['    action: x', '    action: "x', '9: no YAML'],
    ['  condition: s', '  condition: s and t', '8: the condition cannot be read: there is no "t"'],
    ['  condition: s', '  timeframe: 5m', '8: `timeframe` is of Sigma 1'],
    ['  condition: s', '  condition: []', '8: `condition` is an empty list'],
    ['  condition: s\n', '', '6: `detection` lacks `condition`'],
    ['  s:\n    action: x\n', '', '6: `detection` has no selection'],
    ['    action: x', '    []', '6:'],
    ['title: T', 'title: T\ncorrelation: {}', '2: `detection` and `correlation` are two documents'],
    ['title: T', 'title: T\naudit-timeline: {strange: 1}', '2: `audit-timeline` has `strange`'],
    ['title: T', 'title: T\naudit-timeline: {phase: never}', '2: `phase` is "never"'],
  ])('%j become %j is told as %s', (from, to, fault) => {
    const faults = faultsIn(RULE.replace(from, () => to));
    expect(faults.join('\n')).toContain(fault);
  });

  it('tells every mistake, with the name of the rule', () => {
    const text = `${RULE.replace('action: x', 'a|b: x\n    c|d: y')}level: grave\n---\n- no map\n---\n${RULE}`;
    const { problems, rules } = readRuleSet(new Map([['rules/x.yml', text]]));
    expect(problems.map(({ file, line, rule }) => `${file}:${line} ${rule ?? ''}`)).toEqual([
      'rules/x.yml:7 T',
      'rules/x.yml:10 T',
      'rules/x.yml:12 ',
    ]);
    expect(rules).toHaveLength(1);
  });
});

describe('hostile files', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh']
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
    .join('\n')}\n`;

  it.each<[string, string, string]>([
    ['aliases of aliases', bomb, 'has more than 50000 values'],
    ['an alias within what it names', 'a: &a [*a]\n', 'nothing is called *a'],
    ['brackets in brackets', `a: ${'['.repeat(20_000)}`, 'nested'],
    ['maps in maps', Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'nested deeper than 32'],
    ['two megabytes', `title: ${'x'.repeat(2_000_000)}`, 'larger than'],
    ['a list for a document', '- a\n', 'a document must be a map'],
    ['nothing', '', 'holds no rule'],
    ['comments', '# nothing\n', 'holds no rule'],
    ['bytes that are no text', '\u0000\u0001\u0002', '1:'],
    ['a document without a kind', 'title: T\n', 'none of detection, correlation, filter, limits'],
  ])('%s are refused', (_, text, why) => expect(faultsIn(text).join('\n')).toContain(why));

  it('cannot reach prototypes', () => {
    const text = `${RULE}__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\n`;
    expect(rulesIn(text).rules).toHaveLength(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const fields = RULE.replace('action: x', '__proto__: x\n    constructor|contains: y');
    expect(rulesIn(fields).rules).toHaveLength(1);
  });

  it('with thousands of values are read', () => {
    const many = RULE.replace('action: x', `action: [${Array.from({ length: 20_000 }, (_, i) => `v${i}`).join(', ')}]`);
    expect(rulesIn(many).rules).toHaveLength(1);
  });
});

describe('names', () => {
  it('are looked up across files, and are unique', () => {
    const outer = JSON.stringify({
      title: 'x',
      correlation: { type: 'temporal', rules: ['a', 'b'], timespan: '5m' },
    });
    const set = rulesIn(outer, letters('a'), letters('b'));
    expect([...set.told]).toEqual(['x']);
    expect(faultsIn(`${letters('a')}---\n${letters('a')}`)).toEqual([
      expect.stringContaining('"a" is the name of another rule'),
    ]);
    expect(faultsIn(outer)).toEqual([
      expect.stringContaining('there is no rule "a"'),
      expect.stringContaining('there is no rule "b"'),
    ]);
  });

  it('must not lead in circles', () => {
    const rule = (name: string, to: string): string =>
      JSON.stringify({ title: name, name, correlation: { type: 'temporal', rules: [to], timespan: '5m' } });
    expect(faultsIn(`${rule('x', 'y')}\n---\n${rule('y', 'x')}`)).toEqual([
      expect.stringContaining('it refers to itself: x > y > x'),
    ]);
    expect(faultsIn(rule('x', 'x'))).toEqual([expect.stringContaining('x > x')]);
  });
});

describe('a filter', () => {
  const filter = (rules: string, condition = 's'): string =>
    `title: F\nlogsource: {product: github}\nfilter:\n  rules: ${rules}\n  s: {actor: alice}\n  condition: ${condition}\n`;
  const sees = (text: string, actor: string): boolean => {
    const rule = rulesIn(text).rules.find(({ head }) => head.id === 'a');
    if (rule?.kind !== 'detection') throw new Error('no rule a');
    const record = { action: 'a', actor };
    return rule.test({ field: ({ name }) => record[name as 'action'], texts: () => [] });
  };

  it.each(['[a]', 'a', 'any'])('is put into the rules %s', (rules) => {
    for (const condition of ['s', 'not s']) {
      expect(sees(`${letters('ab')}---\n${filter(rules, condition)}`, 'alice')).toBe(false);
      expect(sees(`${letters('ab')}---\n${filter(rules, condition)}`, 'bob')).toBe(true);
    }
  });

  it('names rules that there are', () => {
    expect(faultsIn(`${letters('a')}---\n${filter('[a, z]')}`)).toEqual([
      expect.stringContaining('there is no rule "z"'),
    ]);
    expect(
      faultsIn(`${letters('a')}---\ntitle: F\nlogsource: {product: github}\nfilter: {s: {a: b}, condition: s}\n`),
    ).toEqual([expect.stringContaining('`filter` lacks `rules`')]);
  });
});

describe('limits', () => {
  const LIMITED = [
    {
      id: 'young-dependency-added',
      limits: {
        package_age: { value: 24, unit: 'hours' as const, meaning: '' },
        share: { value: 50, unit: 'percent' as const, meaning: '' },
        least: { value: 2, unit: 'versions' as const, meaning: '' },
      },
    },
  ];
  const read = (text: string): ReturnType<typeof readRuleSet> => readRuleSet(new Map([['limits.yml', text]]), LIMITED);

  it('become microseconds and counts', () => {
    const { limits, problems } = read('limits:\n  young-dependency-added: {package_age: 72h, share: 60%, least: 3}\n');
    expect(problems).toEqual([]);
    expect(limits.get('young-dependency-added')).toEqual({ package_age: 72 * 3600e6, share: 60, least: 3 });
    const half = read('limits: {young-dependency-added: {package_age: 1.5d}}').limits;
    expect(half.get('young-dependency-added')).toEqual({ package_age: 36 * 3600e6 });
  });

  it.each([
    ['limits:\n  strange: {a: 1}', '2: there is no rule "strange"'],
    [
      'limits:\n  young-dependency-added:\n    age: 1h',
      '3: young-dependency-added has no limit "age"; known are package_age',
    ],
    ['limits:\n  young-dependency-added:\n    package_age: 72', '3: `package_age` is "72"; it is a time'],
    ['limits:\n  young-dependency-added:\n    package_age: 72%', 'it is a time'],
    ['limits:\n  young-dependency-added:\n    package_age: -5h', 'it is a time'],
    ['limits:\n  young-dependency-added:\n    share: 5h', 'it is a share'],
    ['limits:\n  young-dependency-added:\n    share: 200%', 'it is a share'],
    ['limits:\n  young-dependency-added:\n    least: 2.5', 'it is a number of versions'],
    ['limits:\n  young-dependency-added:\n    __proto__: 1', 'has no limit "__proto__"'],
    ['limits:\n  young-dependency-added: 5', '2: the limits of young-dependency-added must be a map'],
    ['limits: {}\nmore: 1', '2: a document of limits has `more`'],
    [
      'limits: {young-dependency-added: {least: 2}}\n---\nlimits: {young-dependency-added: {least: 3}}',
      '3: `least` of young-dependency-added is given twice',
    ],
  ])('%j: %s', (text, fault) => {
    expect(read(text).problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      expect.stringContaining(fault),
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { refLine, repositoryOf } from '../../src/formats/git-refs.lines.ts';
import format from '../../src/formats/git-refs.ts';
import { parseNaively, sampleOf } from '../support/naive.ts';

const A = '9c0e4d1b2a7f9c0e4d1b2a7f9c0e4d1b2a7f9c0e';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

describe('recognition', () => {
  it('takes each form git prints, the dated one first', () => {
    const listed = [
      `${A} refs/heads/main`,
      `${A}\trefs/tags/v1`,
      `${A} tag\trefs/tags/v1`,
      `warning: x\n${A}\tHEAD\n${A} refs/tags/a`,
    ];
    for (const text of listed) expect(score(text)).toBeGreaterThan(50);
    expect(score(`refs/tags/v1\t${A}\t\t2026-03-31T00:00:00Z\t\t`)).toBeGreaterThan(score(listed[0] ?? ''));
  });

  it.each([
    ['a commit log', `${A}\t\t2026-03-31T00:00:00Z\t2026-03-31T00:00:00Z\ta\tb\tc\td\tN\ts`],
    ['a cache index', `${A}\t{"key":"x"}`],
    ['checksums', `${A}  refs-of-mine.txt`],
    ['mostly other lines', `${A} refs/heads/main\nx\ny\nz`],
    ['messages alone', 'From https://git.example.test/acme/widget\nwarning: none'],
    ['nothing', ''],
  ])('leaves %s', (_, text) => expect(score(text)).toBe(0));
});

describe('refLine', () => {
  it('reads the documented form', () => {
    expect(refLine(`refs/tags/v1\t${A}\t${A}\t2026-03-31T00:00:00Z\tAlice\t<alice@example.test>`)).toEqual({
      name: 'refs/tags/v1',
      object: A,
      commit: A,
      date: '2026-03-31T00:00:00Z',
      tagger: 'Alice',
      email: 'alice@example.test',
    });
  });

  it('refuses names git does not allow', () => {
    for (const name of ['refs/a b', 'refs/a~1', 'refs/a:b', 'heads/a', 'refs/']) {
      expect(refLine(`${A} ${name}`)).toBeUndefined();
    }
  });
});

it('repositoryOf reads an address, not a path', () => {
  expect(repositoryOf('From https://git.example.test/acme/widget.git')).toBe('acme/widget');
  expect(repositoryOf('From ssh://git@git.example.test:22/acme/widget')).toBe('acme/widget');
  expect(repositoryOf('From git@git.example.test:acme/widget.git')).toBe('acme/widget');
  expect(repositoryOf('From /srv/acme/widget.git')).toBeUndefined();
  expect(repositoryOf('From file:///srv/acme/widget.git')).toBeUndefined();
  expect(repositoryOf('From .')).toBeUndefined();
});

import type { Line } from '../core/report.ts';

/** Size and root, to be kept where whoever can change the case cannot reach; `verify --expect` takes the second line. */
export function anchorLines(size: number, root: string): readonly Line[] {
  return [
    { text: 'write down, outside this machine:', style: 'strong' },
    { text: `${size}:${root}`, style: 'strong', indent: 2, whole: true },
  ];
}

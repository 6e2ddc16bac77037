import type { Output } from '../core/output.ts';

const table: Output = {
  id: 'table',
  title: 'text for people, as wide as the terminal',
  /** What draws is loaded here, so that `--help` and the machine formats start without it. */
  async *render(report, page) {
    const { draw } = await import('./table/draw.ts');
    yield* draw(report, page);
  },
};

export default table;

import { type Origin, plainOrigin } from './charset.ts';
import type { Framer } from './framer.ts';
import { framerOf } from './framing.ts';
import type { ReadItem, ReadOptions } from './read-item.ts';
import type { Sniffed } from './sniff.ts';
import { UnwrappingFramer, type WrapperReport } from './unwrapping-framer.ts';
import { wrapperById } from './wrappers/index.ts';

/** What a framer for a text inside wrappers is made of. */
export interface Inside {
  readonly sniffed: Sniffed;
  readonly origin: Origin;
  readonly options: ReadOptions;
  readonly report: WrapperReport;
}

/** The framer that takes off all wrappers of evidence, outermost first, and reads what is inside with another. */
export function framerInside(inside: Inside, innermost: (origin: Origin) => Framer): Framer {
  const { sniffed, origin, options, report } = inside;
  const { outer } = sniffed;
  const wrapper = wrapperById(sniffed.wrappers.at(-1));
  if (outer === undefined || wrapper === undefined) return innermost(origin);
  const framing = wrapper.framing(outer.sample) ?? 'lines';
  const unmasked = { ...options, mask: (text: string) => text };
  return framerInside({ ...inside, sniffed: outer }, (around) => {
    const entries = framerOf(outer.sample, framing, around, unmasked);
    return new UnwrappingFramer(wrapper, entries, innermost(plainOrigin(0)), options, report);
  });
}

/** The text inside the wrappers, as bytes: for looking at it. Without wrappers, the text itself. */
export async function* textInside(chunks: AsyncIterable<Buffer>, inside: Inside): AsyncGenerator<Buffer> {
  if (inside.sniffed.wrappers.length === 0) {
    yield* chunks;
    return;
  }
  const sink = new ByteSink();
  const framer = framerInside(inside, () => sink);
  for await (const chunk of chunks) {
    framer.push(chunk);
    yield* sink.taken();
  }
  framer.end();
  yield* sink.taken();
}

/** Keeps the bytes that a framer would read. */
class ByteSink implements Framer {
  readonly heldFrom = Number.POSITIVE_INFINITY;
  #chunks: Buffer[] = [];

  push(chunk: Buffer): readonly ReadItem[] {
    this.#chunks.push(chunk);
    return [];
  }

  end(): readonly ReadItem[] {
    return [];
  }

  taken(): readonly Buffer[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }
}

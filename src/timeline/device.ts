import type { Step } from '../core/step.ts';
import { parseUserAgent } from '../registry/user-agent.ts';

/** Browsers by the product that only they name; each of these names those after it too. */
const BROWSERS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* .*Safari\//],
] as const;

/** Systems by what browsers call them; Android calls itself Linux too. */
const SYSTEMS = [
  ['Windows', /Windows NT/],
  ['iOS', /iPhone|iPad/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Android', /Android/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
] as const;

const LONGEST = 1024;

/** What somebody says to have used: `npm/11.6.2 on darwin`, `Firefox 139 on macOS`. A claim, never proof. */
export function deviceText(agent: string): string | undefined {
  const text = agent.slice(0, LONGEST);
  if (text.startsWith('Mozilla/')) return browserText(text);
  const { ci, client, os } = parseUserAgent(text);
  if (client === undefined) return undefined;
  return `${client}${os === undefined ? '' : ` on ${os}`}${ci === undefined ? '' : ` in ${ci}`}`;
}

function browserText(text: string): string | undefined {
  const system = SYSTEMS.find(([, sign]) => sign.test(text))?.[0];
  for (const [name, sign] of BROWSERS) {
    const version = sign.exec(text)?.[1];
    if (version !== undefined) return `${name} ${version}${system === undefined ? '' : ` on ${system}`}`;
  }
  return undefined;
}

/** Says with which device an account acts, where it is another one than in the act told before. */
export class Devices {
  readonly #last = new Map<string, string>();

  /** Nothing where no device is known, or it is the same as before. Steps are given in the order in which they are told. */
  news({ members: { actor, client, user, user_agent: agent } }: Step): string | undefined {
    const account = actor ?? user;
    const device = agent === undefined ? client : deviceText(agent);
    if (account === undefined || device === undefined || this.#last.get(account) === device) return undefined;
    this.#last.set(account, device);
    return device;
  }
}

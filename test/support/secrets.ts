import { seeded } from './program.ts';

/** A secret made for a test: what is written into evidence, and the part of it that must be nowhere afterwards. */
export interface Secret {
  readonly kind: string;
  readonly written: string;
  readonly core: string;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Secrets that differ each time it is called. */
export class SecretMaker {
  readonly #random = seeded(20_260_331);
  readonly made: Secret[] = [];

  letters(count: number): string {
    return Array.from({ length: count }, () => DIGITS[Math.floor(this.#random() * DIGITS.length)]).join('');
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(this.#random() * 16).toString(16)).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /** @param write what stands around the core in evidence */
  make(kind: string, core: string, write: (core: string) => string = (text) => text): string {
    const written = write(core);
    this.made.push({ kind, written, core });
    return written;
  }

  npmToken(): string {
    return this.make('npm token', this.letters(36), (core) => `npm_${core}`);
  }

  jwt(): string {
    const payload = Buffer.from(`{"sub":"${this.make('JWT, inside', this.letters(20))}"}`).toString('base64url');
    this.make('JWT, payload', payload.slice(12));
    return this.make('JWT', this.letters(30), (core) => `eyJhbGciOiJIUzI1NiJ9.${payload}.${core}`);
  }

  /** `user:password` in base64; neither form of it may stay. */
  credential(): string {
    const text = `alice:${this.make('password inside base64', this.letters(20))}`;
    return this.make('base64 of user and password', Buffer.from(text).toString('base64'));
  }

  /** All kinds, as they stand in a line of a log. A cookie takes the rest of its line: it comes last. */
  phrases(): string[] {
    const password = Buffer.from(this.make('_password, decoded', this.letters(24))).toString('base64');
    return [
      `token ${this.npmToken()}`,
      this.make('GitHub token', this.letters(36), (core) => `pushed with ghp_${core}`),
      this.make('GitHub fine-grained token', this.letters(22), (core) => `or github_pat_${core}_${this.letters(59)}`),
      `or ${this.jwt()}`,
      `Authorization: Basic ${this.credential()}`,
      this.make('bearer', this.letters(32), (core) => `Authorization: Bearer ${core}`),
      this.make('URL userinfo', this.letters(24), (core) => `from https://alice:${core}@registry.example/widget`),
      this.make('_authToken=', this.uuid(), (core) => `//registry.example/:_authToken=${core}`),
      this.make('_password=', password, (core) => `//registry.example/:_password=${core}`),
      this.make('cookie', this.letters(32), (core) => `Cookie: session=${core}`),
    ];
  }

  sentence(): string {
    return this.phrases().join(' ');
  }

  /** All kinds, as members of an object. */
  members(): Record<string, unknown> {
    return {
      _authToken: this.make('member _authToken', this.uuid()),
      _password: this.make('member _password', this.letters(24)),
      _auth: this.credential(),
      authorization: this.make('member authorization', this.letters(32), (core) => `Bearer ${core}`),
      cookie: this.make('member cookie', this.letters(32), (core) => `session=${core}`),
      token: this.npmToken(),
      headers: { 'set-cookie': [this.make('member set-cookie', this.letters(24), (core) => `a=${core}; Path=/`)] },
      inner: JSON.stringify({ password: this.make('password in JSON in JSON', this.letters(24)) }),
    };
  }
}

/**
 * Why a signed text, or a key, does not count. `malformed`: it does not follow its format; `signature`: it names a known
 * key, which did not sign it; `key`: a key that cannot be read or used.
 */
export type NoteErrorCode = 'malformed' | 'signature' | 'key';

export class NoteError extends Error {
  readonly code: NoteErrorCode;

  constructor(code: NoteErrorCode, message: string) {
    super(message);
    this.name = 'NoteError';
    this.code = code;
  }
}

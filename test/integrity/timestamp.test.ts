import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { derOid, derValues } from '../../src/integrity/der.ts';
import { NoteError } from '../../src/integrity/note.ts';
import { parseCertificates, verifyTimestamp } from '../../src/integrity/timestamp.ts';
import { authorityOf } from '../../src/integrity/timestamp-authority.ts';

const file = (name: string): Buffer => readFileSync(`fixtures/vectors/rfc3161/${name}`);
const pem = (name: string): readonly X509Certificate[] => parseCertificates(file(name).toString());
const DATA = file('checkpoint');

function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof NoteError) return error.code;
    throw error;
  }
  return 'none';
}

describe('a time stamp', () => {
  it.each([
    ['ecdsa.tsr', 'ecdsa.pem', 'CN=Test TSA'],
    ['rsa.tsr', 'rsa.pem', 'CN=Test TSA'],
    ['chain.tsr', 'root.pem', 'O=Example, CN=Test Authority a'],
    ['chain.tsr', 'authority.pem', 'O=Example, CN=Test Authority a'],
    ['bare.tsr', 'authority.pem', 'O=Example, CN=Test Authority a'],
    ['bare.token', 'authority.pem', 'O=Example, CN=Test Authority a'],
  ])('%s holds for %s', (token, certificate, authority) => {
    const { time, authority: found } = verifyTimestamp(file(token), DATA, pem(certificate));
    expect(found).toBe(authority);
    expect(new Date(time * 1000).toISOString()).toMatch(/^2026-11-2[12]T/);
  });

  it('says when: to the second', () => {
    expect(verifyTimestamp(file('ecdsa.tsr'), DATA, pem('ecdsa.pem'))).toEqual({
      time: Date.UTC(2026, 10, 21, 22, 54, 24) / 1000,
      authority: 'CN=Test TSA',
    });
  });

  it('is of these bytes and no others', () => {
    const other = Buffer.from(DATA.toString().replace('\n7\n', '\n8\n'));
    expect(failure(() => verifyTimestamp(file('ecdsa.tsr'), other, pem('ecdsa.pem')))).toBe('signature');
  });

  it('counts only by the word of somebody trusted', () => {
    expect(failure(() => verifyTimestamp(file('ecdsa.tsr'), DATA, []))).toBe('key');
    expect(failure(() => verifyTimestamp(file('ecdsa.tsr'), DATA, pem('rsa.pem')))).toBe('key');
    expect(failure(() => verifyTimestamp(file('chain.tsr'), DATA, pem('ecdsa.pem')))).toBe('key');
    expect(failure(() => verifyTimestamp(file('bare.tsr'), DATA, pem('root.pem')))).toBe('key');
  });

  it('is not looked at where more certificates come with it than any has', () => {
    const certificates = Array<X509Certificate>(33).fill(pem('root.pem')[0] as X509Certificate);
    const claim = { attributes: new Map<string, never>(), certificates, trusted: [], time: 0 };
    expect(() => authorityOf(claim)).toThrow('over 32 certificates');
  });

  it('is not there where the authority refused', () => {
    expect(failure(() => verifyTimestamp(file('refused.tsr'), DATA, pem('root.pem')))).toBe('malformed');
  });

  it.each(['ecdsa.tsr', 'rsa.tsr', 'chain.tsr'])('%s with any byte changed is refused, or says the same', (name) => {
    const token = file(name);
    const trusted = [...pem('ecdsa.pem'), ...pem('rsa.pem'), ...pem('root.pem')];
    const whole = verifyTimestamp(token, DATA, trusted);
    let refused = 0;
    for (let at = 0; at < token.length; at++) {
      const changed = Buffer.from(token);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x01, at);
      if (failure(() => verifyTimestamp(changed, DATA, trusted)) !== 'none') refused++;
      else expect(verifyTimestamp(changed, DATA, trusted)).toEqual(whole);
    }
    expect(refused).toBeGreaterThan(token.length / 3);
  });

  it('cut anywhere is refused', () => {
    const token = file('chain.tsr');
    for (let end = 0; end < token.length; end++)
      expect(failure(() => verifyTimestamp(token.subarray(0, end), DATA, pem('root.pem')))).not.toBe('none');
  });

  it('is read with certificates only', () => {
    expect(pem('root.pem')).toHaveLength(1);
    expect(failure(() => parseCertificates('nothing'))).toBe('key');
    expect(failure(() => parseCertificates('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'))).toBe(
      'key',
    );
  });
});

describe('DER', () => {
  it.each(['80', '3080', '30850000000001', '3002', '300301', '1f0100', '30840000000100'])('is not %s', (hex) =>
    expect(failure(() => derValues(Buffer.from(hex, 'hex')))).toBe('malformed'));

  it('names objects in dots', () => {
    const oid = (hex: string): string => derOid(derValues(Buffer.from(hex, 'hex'))[0]);
    expect(oid('06092a864886f70d010702')).toBe('1.2.840.113549.1.7.2');
    expect(oid('0609608648016503040201')).toBe('2.16.840.1.101.3.4.2.1');
    expect(oid('0603883703')).toBe('2.999.3');
  });
});

// The certificate of the lab server, and its key: they are given, and looked at before anything is served.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fail, say } from '#shared/errors.ts'

export interface Certificate {
  /** PEM; what stands behind the first one is its chain. */
  readonly cert: Buffer
  readonly key: Buffer
}

/**
 * Reads both from PEM files.
 * @throws ENOENT: one cannot be read; EINVAL: one is none, they do not belong together, or the time of the certificate is over
 */
export function readCertificate(certFile: string, keyFile: string, nowUnixMs: number): Certificate {
  const [cert, key] = [readPart(certFile), readPart(keyFile)]
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(cert)
  } catch {
    return fail('EINVAL', say`${certFile} is no certificate (PEM).`)
  }
  let privateKey: KeyObject
  try {
    privateKey = createPrivateKey(key)
  } catch {
    return fail('EINVAL', say`${keyFile} is no private key (PEM, without a passphrase).`)
  }
  if (!certificate.checkPrivateKey(privateKey))
    fail('EINVAL', say`The key ${keyFile} does not belong to the certificate ${certFile}.`)
  if (nowUnixMs > Date.parse(certificate.validTo))
    fail('EINVAL', say`The certificate ${certFile} was good until ${certificate.validTo}; it needs a new one.`)
  return { cert, key }
}

function readPart(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (thrown) {
    return fail('ENOENT', say`${file} cannot be read: ${(thrown as Error).message}`)
  }
}

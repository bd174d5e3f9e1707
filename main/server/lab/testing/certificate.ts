// A certificate that signs itself, made with openssl, and tokens of each kind, in a folder that goes with the test.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { addToken } from '../new-token.ts'

const dayMs = 86_400_000

/** Whether certificates can be made here. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export interface LabFolder {
  readonly folder: string
  readonly cert: string
  readonly key: string
  readonly tokens: string
  /** Tokens: who may take control, who looks, whose time is over. */
  readonly ann: string
  readonly bob: string
  readonly eve: string
  readonly old: string
  remove(): void
}

/** Writes a certificate for these addresses and its key; returns their names. */
export function makeCertificate(folder: string, name: string, addresses: readonly string[] = []): [string, string] {
  const [cert, key] = [path.join(folder, `${name}.crt`), path.join(folder, `${name}.key`)]
  const names = ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1', ...addresses.map((address) => `IP:${address}`)]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const subject = ['-subj', '/CN=blockscope test', '-addext', `subjectAltName=${names.join(',')}`]
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  return [cert, key]
}

/** A folder with a certificate, a file of tokens, and a page. @param addresses of the certificate, besides those of this machine */
export function makeLabFolder(addresses: readonly string[] = []): LabFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-lab-'))
  const [cert, key] = makeCertificate(folder, 'server', addresses)
  const tokens = path.join(folder, 'tokens.json')
  const add = (name: string, right: 'view' | 'control', atUnixMs = Date.now()): string =>
    addToken(tokens, { name, right, days: 1 }, atUnixMs)
  const [ann, bob, eve] = [add('ann', 'control'), add('bob', 'control'), add('eve', 'view')]
  const old = add('old', 'control', Date.now() - 2 * dayMs)
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>page</title>')
  return {
    ...{ folder, cert, key, tokens, ann, bob, eve, old },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

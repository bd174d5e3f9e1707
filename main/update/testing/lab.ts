// A lab for tests: its key, a folder with packages and their signed feed, a server of that folder, and a machine on which a small
// `blockscope` is installed by dpkg in a root of its own.
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { writeFeed } from '#main/packaging/feed/feed.ts'
import { packageInstaller } from '../installers/package-manager.ts'
import { systemTools, type Tools } from '../installers/tools.ts'
import { Updater, type UpdaterOptions } from '../updater.ts'

export class Lab {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-lab-'))
  /** What the feed is made of. */
  readonly feed = path.join(this.folder, 'feed')
  readonly root = path.join(this.folder, 'root')
  readonly cache = path.join(this.folder, 'cache')
  readonly keyFile = path.join(this.folder, 'lab.pub')
  readonly privateKey: KeyObject
  #server: http.Server | null = null

  constructor() {
    for (const at of [this.feed, path.join(this.root, 'var/lib/dpkg')]) mkdirSync(at, { recursive: true })
    writeFileSync(path.join(this.root, 'var/lib/dpkg/status'), '')
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    this.privateKey = privateKey
    writeFileSync(this.keyFile, publicKey.export({ type: 'spki', format: 'pem' }))
  }

  /** Packs a deb of a version into the feed; returns its path. */
  pack(version: string): string {
    const tree = path.join(this.folder, 'tree')
    rmSync(tree, { recursive: true, force: true })
    mkdirSync(path.join(tree, 'DEBIAN'), { recursive: true })
    mkdirSync(path.join(tree, 'usr/lib/blockscope'), { recursive: true })
    writeFileSync(path.join(tree, 'usr/lib/blockscope/version'), version)
    writeFileSync(
      path.join(tree, 'DEBIAN/control'),
      `Package: blockscope\nVersion: ${version}\nArchitecture: all\nMaintainer: lab\nDescription: small\n`,
    )
    const file = path.join(this.feed, `blockscope_${version}_amd64.deb`)
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '--build', tree, file])
    return file
  }

  sign(key: KeyObject = this.privateKey): Promise<readonly string[]> {
    return writeFeed(this.feed, key)
  }

  /** dpkg and dpkg-query of the machine's own root; apt is not there. */
  get tools(): Tools {
    return {
      ...systemTools,
      has: (program) => ['dpkg', 'dpkg-query'].includes(program),
      run: (program, words) =>
        systemTools.run(
          program,
          [`--root=${this.root}`, '--force-not-root', ...words].filter(
            (word) => program === 'dpkg' || !word.startsWith('--force'),
          ),
        ),
    }
  }

  installed(): string | null {
    const told = execFileSync(
      'dpkg-query',
      [`--root=${this.root}`, '-f', '$'.concat('{Version}'), '-W', 'blockscope*'],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    return told.toString()
  }

  install(file: string): Promise<string> {
    return this.tools.run('dpkg', ['--install', file])
  }

  updater(running: string, options: Partial<UpdaterOptions> = {}): Updater {
    return new Updater({
      running,
      source: { from: this.feed, key: this.keyFile },
      platform: 'linux',
      installer: () => Promise.resolve(packageInstaller('deb', { tools: this.tools, isRoot: true, hasScreen: false })),
      cache: this.cache,
      underWay: () => null,
      ...options,
    })
  }

  /** Serves the feed on loopback; resolves with its address. */
  async serve(): Promise<string> {
    const server = http.createServer((request, response) => {
      const file = path.join(this.feed, path.basename(request.url ?? ''))
      if (!existsSync(file)) return void response.writeHead(404).end()
      createReadStream(file).pipe(response)
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    const server = this.#server
    server?.closeAllConnections()
    if (server !== null) await new Promise((resolve) => server.close(resolve))
    rmSync(this.folder, { recursive: true, force: true })
  }
}

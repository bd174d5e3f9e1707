// Debian's own iiod beside a made-up machine: it sees the machine's devices as those of its kernel, in namespaces that nothing else is
// in, and is reached through a port of this process on loopback. It needs root, and the programs below.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'
import path from 'node:path'
import type { MadeUpMachine } from './made-up-machine.ts'

/** Where programs for administrators are, which are not on everybody's PATH. */
const env = {
  ...process.env,
  PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`,
  DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/',
}

/** Inside: nothing of the network but loopback, the devices of the machine, and no others. $1 is its root. */
const inside = `set -e
ip link set lo up
touch "$1/dev/null" && mount --bind /dev/null "$1/dev/null" && mount --bind "$1/sys/bus" /sys/bus && mount --bind "$1/dev" /dev
iiod -p 30431 & exec "$2" "$3" "$1/iiod.socket"`

/** Carries connections of a socket in the file system, which has no namespace, to iiod. */
const relay = `const net = require('node:net')
net.createServer((near) => {
  const far = net.connect(30431, '127.0.0.1')
  for (const [one, other] of [[near, far], [far, near]]) one.on('error', () => other.destroy()).on('close', () => other.destroy()).pipe(other)
}).listen(process.argv[2])`

/** Why it cannot run here; null: it can. */
export function whyNoRealIiod(): string | null {
  try {
    execFileSync('unshare', ['-m', '-n', 'sh', '-c', 'command -v iiod && command -v ip && command -v mount'], {
      env,
      stdio: 'ignore',
    })
    return null
  } catch {
    return 'it needs root, and the packages iiod, iproute2 and util-linux'
  }
}

export class RealIiod {
  readonly port: number
  readonly #iiod: ChildProcess
  readonly #server: Server
  readonly #open: Set<Socket>

  private constructor(iiod: ChildProcess, server: Server, open: Set<Socket>) {
    this.port = (server.address() as AddressInfo).port
    this.#iiod = iiod
    this.#server = server
    this.#open = open
  }

  /** Resolves when it answers. @throws it does not, with what it said */
  static async begin({ root }: MadeUpMachine): Promise<RealIiod> {
    const script = path.join(root, 'relay.cjs')
    await mkdir(path.join(root, 'dev'), { recursive: true })
    await writeFile(script, relay)
    const words = ['-m', '-n', '--propagation', 'private', 'sh', '-c', inside, 'sh', root, process.execPath, script]
    const iiod = spawn('unshare', words, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    iiod.stderr.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
    const socket = path.join(root, 'iiod.socket')
    while (!(await answers(socket))) if (iiod.exitCode !== null) throw new Error(`iiod did not begin: ${said}`)
    const open = new Set<Socket>()
    const server = createServer((near) => {
      const far = createConnection(socket)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          open.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new RealIiod(iiod, server, open)
  }

  /** The connections break, as when a cable is pulled; new ones are taken. */
  cut(): void {
    for (const socket of this.#open) socket.destroy()
  }

  async end(): Promise<void> {
    this.cut()
    this.#server.close()
    const gone = new Promise((resolve) => this.#iiod.once('exit', resolve))
    // It, and what it started.
    process.kill(-this.#iiod.pid!, 'SIGKILL')
    await gone
  }
}

/** Whether iiod answers there within a moment. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = createConnection(socket)
    const tell = (isThere: boolean): void => {
      clearTimeout(late)
      asking.destroy()
      setTimeout(() => resolve(isThere), isThere ? 0 : 20)
    }
    const late = setTimeout(() => tell(false), 1000)
    asking.on('error', () => tell(false))
    asking.on('close', () => tell(false))
    asking.on('data', () => tell(true))
    asking.write('VERSION\r\n')
  })
}

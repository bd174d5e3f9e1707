// Word to systemd: that the program is ready, what it does, that it is alive, that it ends (sd_notify(3)). Node cannot send to
// a unix datagram socket, so `systemd-notify` does, which every system with systemd has: of one shell that is started at the
// begin, while this process is small, and gets each word as a line. So no word costs the capture a fork.
import { type ChildProcess, spawn } from 'node:child_process'
import type { Disposable } from '#shared/lifecycle.ts'

const program = 'systemd-notify'
/** Exit code of the shell that finds no such program. */
const notFound = 127
/** An argument is one word for systemd; a line of the pipe is one argument. */
const script = `command -v ${program} >/dev/null || exit ${notFound}; while IFS= read -r word; do ${program} "$word"; done`

export interface ServiceEnvironment {
  readonly NOTIFY_SOCKET?: string
  /** µs within which systemd wants a sign of life. */
  readonly WATCHDOG_USEC?: string
  /** The process it wants that of. */
  readonly WATCHDOG_PID?: string
}

export class ServiceManager implements Disposable {
  readonly #shell: ChildProcess
  readonly #heartbeat: NodeJS.Timeout | null
  #isOpen = true
  #status = ''

  private constructor(shell: ChildProcess, heartbeatMs: number | null, complain: (sentence: string) => void) {
    this.#shell = shell
    shell.on('error', () => complain(missing))
    shell.on('exit', (code) => {
      this.#isOpen = false
      if (code === notFound) complain(missing)
    })
    // Systemd may be gone: no reason to fail.
    shell.stdin!.on('error', () => undefined)
    // Neither keeps the process alive.
    shell.unref()
    ;(shell.stdin as unknown as { unref?: () => void }).unref?.()
    this.#heartbeat = heartbeatMs === null ? null : setInterval(() => this.#tell('WATCHDOG=1'), heartbeatMs).unref()
  }

  /**
   * Null: no service manager waits for word.
   * @param complain hears why it cannot be told anything
   */
  static open(
    complain: (sentence: string) => void,
    env: ServiceEnvironment = process.env as ServiceEnvironment,
  ): ServiceManager | null {
    if (env.NOTIFY_SOCKET === undefined || env.NOTIFY_SOCKET === '') return null
    // The parent sees to it that what is asked of one process is not thought to be asked of its children.
    const isMeant = env.WATCHDOG_PID === undefined || env.WATCHDOG_PID === String(process.pid)
    const everyUs = Number(env.WATCHDOG_USEC ?? Number.NaN)
    const heartbeatMs = isMeant && everyUs > 0 ? Math.max(everyUs / 2000, 1) : null
    const shell = spawn('/bin/sh', ['-c', script], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, ...env },
    })
    return new ServiceManager(shell, heartbeatMs, complain)
  }

  /** What follows `systemctl start` may begin. */
  ready(): void {
    this.#tell('READY=1')
  }

  /** One line for `systemctl status`. */
  status(line: string): void {
    if (line === this.#status) return
    this.#status = line
    this.#tell(`STATUS=${line.replaceAll('\n', ' ')}`)
  }

  /** The program ends in order, which may take some time. The sign of life goes on until {@link dispose}. */
  stopping(): void {
    this.#tell('STOPPING=1')
  }

  /** What was told is still passed on. */
  dispose(): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat)
    this.#isOpen = false
    this.#shell.stdin!.end()
  }

  #tell(word: string): void {
    if (this.#isOpen) this.#shell.stdin!.write(`${word}\n`)
  }
}

const missing = `systemd waits for word, and there is no ${program} to send it: install systemd, or set Type=exec for the service.`

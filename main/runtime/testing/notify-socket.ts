// A socket where systemd would listen, for tests: Node has none of its kind, Python does.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const listening = 'listening'

const listener = `
import socket, sys
way = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
way.bind(sys.argv[1])
print('${listening}', flush=True)
while True:
    # What comes with a message (the descriptor of a barrier) is closed unread, which lets its sender go on.
    for line in way.recv(4096).decode().split('\\n'):
        print(line, flush=True)
`

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0

/** What of the programs is missing that such a test needs; null: nothing. */
export const notifyTestsLack = ['python3', 'systemd-notify'].find((program) => !isThere(program)) ?? null

export class NotifySocket {
  readonly words: string[] = []
  readonly #process: ChildProcess

  private constructor(process: ChildProcess) {
    this.#process = process
    let rest = ''
    process.stdout!.on('data', (text: Buffer) => {
      const lines = (rest + text.toString()).split('\n')
      rest = lines.pop()!
      // Between a sender and its manager only.
      this.words.push(...lines.filter((line) => line !== 'BARRIER=1' && line !== listening))
    })
  }

  /** @param path of the socket, which must not be there */
  static async open(path: string): Promise<NotifySocket> {
    const process = spawn('python3', ['-c', listener, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const opened = new NotifySocket(process)
    await once(process.stdout!, 'data')
    return opened
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }
}

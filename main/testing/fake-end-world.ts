// The process under a ProgramEnd, for tests: signals come when told, time moves when told, and nobody dies.
import type { EndSignal, EndWorld } from '#main/runtime/end-world.ts'
import { type Disposable, Emitter, toDisposable } from '#shared/lifecycle.ts'
import { FakeRuntime } from './fake-runtime.ts'

export class FakeEndWorld implements EndWorld {
  readonly runtime = new FakeRuntime()
  readonly signals = new Emitter<EndSignal>()
  /** What was done, oldest first: `complain ...`, `kill`, `exit 130`. */
  readonly deeds: string[] = []
  /** A thread waits in a system call. */
  hanging = false
  /** How often the launcher heard that the program is ending in order. */
  heard = 0

  nowMs(): number {
    return this.runtime.clock.nowMs()
  }

  onSignal(listener: (signal: EndSignal) => void): Disposable {
    return this.signals.on(listener)
  }

  every(ms: number, fn: () => void): Disposable {
    const { clock } = this.runtime
    const again = (): void => {
      timer = clock.timer(ms, again)
      fn()
    }
    let timer = clock.timer(ms, again)
    return toDisposable(() => timer.dispose())
  }

  complain(sentence: string): void {
    this.deeds.push(`complain ${sentence}`)
  }

  stillEnding(): void {
    this.heard++
  }

  diskIsSilent = false

  isDiskSilent(): boolean {
    return this.diskIsSilent
  }

  hangs(): boolean {
    return this.hanging
  }

  exit(code: number): void {
    this.deeds.push(`exit ${code}`)
  }

  kill(): void {
    this.deeds.push('kill')
  }
}

// Records the hooks of a device and the enable/disable operations of buffers in the order they are called, and lets a
// test make any of them fail.
import type { DeviceInfo, DeviceSpec, IioBuffer, SetupOps } from '#main/iio/index.ts'
import type { ErrnoError } from '#shared/errors.ts'

export class HookLog {
  /**
   * What was called, oldest first: `preenable`, `updateScanMode 0b11`, `hwfifoSetWatermark 2048`, `postenable`,
   * `predisable`, `postdisable`, and for recorded buffers `<name>.enable`, `<name>.disable`.
   */
  readonly calls: string[] = []
  readonly #failures = new Map<string, ErrnoError>()

  /** The names without their arguments. */
  get names(): string[] {
    return this.calls.map((call) => call.split(' ')[0]!)
  }

  /** Takes what was called so far. */
  take(): string[] {
    return this.calls.splice(0)
  }

  /** From now on the hook `name` throws `error` (after it was logged); null lets it succeed again. */
  failOn(name: string, error: ErrnoError | null): void {
    if (error === null) this.#failures.delete(name)
    else this.#failures.set(name, error)
  }

  /** `spec` with its hooks recorded. */
  record(spec: DeviceSpec): DeviceSpec {
    const ops = spec.setupOps ?? {}
    const info = spec.info ?? {}
    const hook = (name: keyof SetupOps): SetupOps => ({
      [name]: (device: Parameters<NonNullable<SetupOps['preenable']>>[0]) => {
        this.#note(name)
        return ops[name]?.(device)
      },
    })
    const recorded: DeviceInfo = {
      ...info,
      updateScanMode: (mask) => {
        this.#note('updateScanMode', `0b${mask.toString(2)}`)
        return info.updateScanMode?.(mask)
      },
      hwfifoSetWatermark: (datums) => {
        this.#note('hwfifoSetWatermark', String(datums))
        return info.hwfifoSetWatermark?.(datums)
      },
    }
    return {
      ...spec,
      info: recorded,
      setupOps: { ...hook('preenable'), ...hook('postenable'), ...hook('predisable'), ...hook('postdisable') },
    }
  }

  /** Records `buffer`'s enable and disable operations under `name`. */
  recordBuffer(name: string, buffer: IioBuffer): void {
    const enable = buffer.enable?.bind(buffer)
    const disable = buffer.disable?.bind(buffer)
    buffer.enable = (device) => {
      this.#note(`${name}.enable`)
      return enable?.(device)
    }
    buffer.disable = (device) => {
      this.#note(`${name}.disable`)
      return disable?.(device)
    }
  }

  #note(name: string, argument?: string): void {
    this.calls.push(argument === undefined ? name : `${name} ${argument}`)
    const failure = this.#failures.get(name)
    if (failure !== undefined) throw failure
  }
}

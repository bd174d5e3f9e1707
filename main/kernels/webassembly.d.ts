// What Blockscope uses of the WebAssembly API. The ES library leaves it out, and the DOM library that has it would bring
// `window` along. Memory here is always shared.

declare namespace WebAssembly {
  /** A compiled module; it can be posted to a worker thread. */
  class Module {
    constructor(bytes: Uint8Array)
    static exports(module: Module): { name: string; kind: string }[]
    static imports(module: Module): { module: string; name: string; kind: string }[]
  }

  class Instance {
    constructor(module: Module, imports?: Record<string, Record<string, unknown>>)
    readonly exports: Record<string, unknown>
  }

  class Memory {
    /** Sizes in pages of 64 KiB. */
    constructor(descriptor: { initial: number; maximum: number; shared: true })
    readonly buffer: SharedArrayBuffer
  }

  function compile(bytes: Uint8Array): Promise<Module>
}

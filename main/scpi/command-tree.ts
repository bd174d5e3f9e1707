// Commands by their headers.
import type { Command } from './command.ts'
import { refuse } from './errors.ts'
import type { Unit } from './message.ts'
import { isNamed, type Mnemonic, mnemonic, splitSuffix } from './mnemonic.ts'

export interface TreeNode extends Mnemonic {
  readonly children: TreeNode[]
  command: Command | null
}

export class CommandTree {
  readonly root: TreeNode = { short: '', long: '', suffix: 1, children: [], command: null }
  readonly #commands: Command[] = []
  /** Those of IEEE 488.2, by their headers: `*IDN`. */
  readonly #common = new Map<string, Command>()

  /** In the order in which they were added. */
  get commands(): readonly Command[] {
    return this.#commands
  }

  /** False: another command has this header, or one that could be taken for it. */
  add(command: Command): boolean {
    if (command.header.startsWith('*')) {
      this.#common.set(command.header, command)
      this.#commands.push(command)
      return true
    }
    const headers = headersOf(command.header).map((header) => header.map(mnemonic))
    if (headers.some((header) => this.#isTaken(header))) return false
    for (const header of headers) this.#node(header).command = command
    this.#commands.push(command)
    return true
  }

  /**
   * The command of a unit, and the node that headers behind it begin at unless they have a colon.
   * @param from where this one begins
   * @throws ScpiError -113, -114
   */
  find({ words, isCommon, isAbsolute }: Unit, from: TreeNode): { readonly command: Command; readonly path: TreeNode } {
    if (isCommon) {
      const header = `*${words.join(':').toUpperCase()}`
      return { command: this.#common.get(header) ?? refuse(-113, header), path: from }
    }
    let path = from
    let node = isAbsolute ? this.root : from
    for (const word of words) {
      path = node
      node = childOf(node, word, words)
    }
    return { command: node.command ?? refuse(-113, words.join(':')), path }
  }

  #isTaken(header: readonly Mnemonic[]): boolean {
    let node = this.root
    for (const word of header) {
      const child = node.children.find((one) => isSame(one, word))
      if (child === undefined)
        return node.children.some(
          (one) => one.long !== word.long && (isNamed(one, word.short) || isNamed(word, one.short)),
        )
      node = child
    }
    return node.command !== null
  }

  #node(header: readonly Mnemonic[]): TreeNode {
    let node = this.root
    for (const word of header) {
      let child = node.children.find((one) => isSame(one, word))
      if (child === undefined) {
        child = { ...word, children: [], command: null }
        node.children.push(child)
      }
      node = child
    }
    return node
  }
}

const isSame = (one: Mnemonic, other: Mnemonic): boolean => one.long === other.long && one.suffix === other.suffix

function childOf({ children }: TreeNode, word: string, words: readonly string[]): TreeNode {
  const named = children.filter((child) => isNamed(child, word))
  const suffix = splitSuffix(word).suffix ?? 1
  return named.find((child) => child.suffix === suffix) ?? refuse(named.length > 0 ? -114 : -113, words.join(':'))
}

/** With and without what stands in brackets: `:SYSTem:ERRor[:NEXT]` is two headers. */
function headersOf(notation: string): readonly (readonly string[])[] {
  const whole = notation.replace(/[[\]]/g, '')
  const shortest = notation.replace(/\[.*\]/, '')
  return [...new Set([whole, shortest])].map((header) => header.split(':').filter((word) => word !== ''))
}

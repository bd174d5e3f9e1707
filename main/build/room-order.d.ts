import type { Rule } from 'eslint'

export declare const rooms: readonly string[]
export declare const folders: Readonly<Record<string, readonly string[]>>
export declare const roomOrder: Rule.RuleModule
